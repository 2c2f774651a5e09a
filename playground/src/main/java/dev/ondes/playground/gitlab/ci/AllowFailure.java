package dev.ondes.playground.gitlab.ci;

import java.util.List;

/**
 * Whether the pipeline goes on when the job fails.
 *
 * @param exitCodes if any, only with these
 */
public record AllowFailure(boolean always, List<Integer> exitCodes) {
    public AllowFailure {
        exitCodes = List.copyOf(exitCodes);
    }
}
