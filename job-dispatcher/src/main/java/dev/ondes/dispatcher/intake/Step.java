package dev.ondes.dispatcher.intake;

import java.time.Duration;

/** What an asking loop does after an answer. */
public sealed interface Step {
    /** Asks again without a pause. */
    record AskAgain() implements Step {}

    /** Waits; a webhook ends the wait, for GitLab may have something now. */
    record Listen(Duration atMost) implements Step {}

    /** Waits in any case: GitLab wants or needs to be left alone. */
    record KeepAway(Duration time) implements Step {}
}
