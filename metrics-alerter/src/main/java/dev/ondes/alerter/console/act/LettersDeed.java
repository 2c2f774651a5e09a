package dev.ondes.alerter.console.act;

import dev.ondes.messaging.deadletters.Result;

/**
 * What came of dead letters that somebody sent on, or threw away.
 *
 * @param asked how many were meant
 * @param recorded whether the journal has it
 */
public record LettersDeed(int asked, Result result, boolean recorded) {

    /** Those that somebody else had done with before, or that were not reached. */
    public int notFound() {
        return asked - result.done().size() - result.kept().size();
    }

    public boolean isWhole() {
        return result.kept().isEmpty() && result.brokenOff() == null && notFound() == 0 && recorded;
    }
}
