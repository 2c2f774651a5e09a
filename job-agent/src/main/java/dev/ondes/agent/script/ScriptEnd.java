package dev.ondes.agent.script;

import dev.ondes.contracts.pod.Usage;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the script ended, as far as the agent could see.
 *
 * @param cause what stopped it
 * @param code its exit code; null where the build container left no marker
 * @param afterCode that of {@code after_script}, where it ran
 * @param memoryKills processes that the kernel killed for want of memory
 * @param usage what the build container used, where it could see that
 * @param finishedAt when the last phase before {@code after_script} was over; null where it never was
 */
public record ScriptEnd(
        StopCause cause,
        @Nullable Integer code,
        @Nullable Integer afterCode,
        int memoryKills,
        @Nullable Usage usage,
        @Nullable Instant finishedAt) {
    /** As shells tell of processes that SIGKILL or SIGTERM ended. */
    private static final Set<Integer> KILLED = Set.of(128 + 9, 128 + 15);

    /** A signal ended it that nobody is known to have sent: not the agent, and not the kernel for want of memory. */
    public boolean killedByAnybody() {
        return cause == StopCause.NONE && code != null && KILLED.contains(code) && memoryKills == 0;
    }
}
