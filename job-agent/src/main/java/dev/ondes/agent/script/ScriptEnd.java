package dev.ondes.agent.script;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the script ended, as far as the agent could see.
 *
 * @param cause what stopped it
 * @param code its exit code; null where the build container left no marker
 * @param afterCode that of {@code after_script}, where it ran
 * @param memoryKills processes that the kernel killed for want of memory
 * @param finishedAt when the last phase before {@code after_script} was over; null where it never was
 */
public record ScriptEnd(
        StopCause cause,
        @Nullable Integer code,
        @Nullable Integer afterCode,
        int memoryKills,
        @Nullable Instant finishedAt) {}
