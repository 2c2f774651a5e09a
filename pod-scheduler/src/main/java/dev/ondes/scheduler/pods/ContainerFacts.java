package dev.ondes.scheduler.pods;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kubelet says of one container. */
public sealed interface ContainerFacts {

    /** The kubelet has said nothing yet. */
    record Unknown() implements ContainerFacts {}

    /** Not begun. */
    record Waiting(String reason, String message) implements ContainerFacts {
        /** Something keeps it from beginning. */
        public boolean isTrouble() {
            return switch (reason) {
                case "", "ContainerCreating", "PodInitializing" -> false;
                default -> true;
            };
        }
    }

    /** Made and not started when its node went down; it never will be. See {@link dev.ondes.kubernetes.Sandboxes}. */
    record Forgotten() implements ContainerFacts {}

    /**
     * Runs.
     *
     * @param started whether its startup probe has succeeded; for the agent: whether the gate is open
     */
    record Running(boolean started, @Nullable Instant since) implements ContainerFacts {}

    /** Ended, for good: no container of ours restarts. */
    record Terminated(
            int exitCode,
            String reason,
            String message,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) implements ContainerFacts {

        private static final Set<String> START_ERRORS =
                Set.of("StartError", "ContainerCannotRun", "RunContainerError", "ContainerStartError");

        public boolean outOfMemory() {
            return reason.equals("OOMKilled");
        }

        /** The container's process never existed: its image lacks the command, or the runtime refused it. */
        public boolean neverStarted() {
            return START_ERRORS.contains(reason);
        }
    }

    /** Whether no process of it runs and none will. */
    default boolean ended() {
        return this instanceof Terminated;
    }
}
