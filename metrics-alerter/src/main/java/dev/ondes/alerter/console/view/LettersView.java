package dev.ondes.alerter.console.view;

import dev.ondes.messaging.deadletters.DeadLetter;
import dev.ondes.messaging.deadletters.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, the oldest first.
 *
 * @param total how many there are in all
 * @param more whether more are like those that are shown, or may be
 */
public record LettersView(List<Row> rows, String total, boolean more, LetterFilter filter) {

    /**
     * One.
     *
     * @param key names it in forms
     * @param link where all of it is shown
     * @param diedAt null where the broker doesn't say
     * @param again how often it was sent on its way again; empty for never
     */
    public record Row(
            String key,
            String name,
            String link,
            String type,
            String queue,
            String reason,
            Times.@Nullable Age diedAt,
            String again,
            String size) {}

    public static LettersView of(Page page, LetterFilter filter, Times times) {
        return new LettersView(
                page.letters().stream().map(letter -> row(letter, times)).toList(),
                Measures.whole(page.total()),
                page.more(),
                filter);
    }

    static Row row(DeadLetter letter, Times times) {
        return new Row(
                letter.key(),
                Text.shown(letter.key()),
                Query.of("/dead-letters/one").with("key", letter.key()).link(),
                letter.type().isEmpty() ? "unknown" : Text.shown(letter.type()),
                letter.queue().isEmpty() ? "unknown" : Text.shown(letter.queue()),
                letter.reason().isEmpty() ? "unknown" : Text.shown(letter.reason()),
                letter.diedAt() == null ? null : times.since(letter.diedAt()),
                letter.redriven() == 0 ? "" : Measures.whole(letter.redriven()) + "×",
                Measures.whole(letter.size()) + " B");
    }
}
