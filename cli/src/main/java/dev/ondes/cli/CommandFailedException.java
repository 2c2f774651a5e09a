package dev.ondes.cli;

import dev.ondes.contracts.build.BuildOutcome;

/** A command can't go on. The message is all that its user sees; the outcome becomes the exit code. */
public final class CommandFailedException extends RuntimeException {
    private final BuildOutcome outcome;

    public CommandFailedException(BuildOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    public BuildOutcome outcome() {
        return outcome;
    }
}
