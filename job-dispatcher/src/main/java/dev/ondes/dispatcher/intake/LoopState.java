package dev.ondes.dispatcher.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * What an asking loop does now.
 *
 * @param atMost how long the phase may last before the loop counts as stuck
 * @param healthy whether GitLab takes the runner, as far as is known
 */
public record LoopState(Phase phase, Instant since, Duration atMost, boolean healthy) {
    /** For phases that end only when somebody else does something. */
    public static final Duration FOR_EVER = Duration.ofDays(3650);

    private static final Duration GRACE = Duration.ofMinutes(2);

    /** The phases of a loop. */
    public enum Phase {
        VERIFYING("asks whether GitLab knows the runner"),
        NO_ROOM("waits until the scheduler reports room"),
        STUCK("waits until jobs taken before are handed over"),
        ASKING("asks for a job"),
        LISTENING("waits for a webhook or the next turn"),
        KEEPING_AWAY("leaves GitLab alone for a while"),
        REFUSED("GitLab refuses the runner"),
        HANDING_OVER("hands over a job"),
        ENDED("has ended");

        private final String sentence;

        Phase(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    static LoopState of(Phase phase, Instant since) {
        return new LoopState(phase, since, GRACE, true);
    }

    /** Whether the loop should have gone on long ago: it hangs, or it ended though nobody asked it to. */
    public boolean overdue(Instant now, boolean stopping) {
        return phase == Phase.ENDED ? !stopping : since.plus(atMost).plus(GRACE).isBefore(now);
    }
}
