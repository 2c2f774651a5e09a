package dev.ondes.messaging.deadletters;

import java.util.List;

/**
 * The oldest of the selected dead letters.
 *
 * @param total how many there are in all, selected or not
 * @param more whether there are more selected ones than these
 */
public record Page(List<DeadLetter> letters, long total, boolean more) {
    public Page {
        letters = List.copyOf(letters);
    }
}
