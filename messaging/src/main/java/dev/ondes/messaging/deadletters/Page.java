package dev.ondes.messaging.deadletters;

import java.util.List;

/**
 * The oldest of the selected dead letters.
 *
 * @param total how many there are in all, selected or not
 * @param more whether there are more selected ones than these, or may be: where looking takes too long, not all are looked at
 */
public record Page(List<DeadLetter> letters, long total, boolean more) {
    public Page {
        letters = List.copyOf(letters);
    }
}
