package dev.ondes.alerter.console.view;

import dev.ondes.messaging.deadletters.Selection;
import org.jspecify.annotations.Nullable;

/** Which dead letters somebody wants to see: those that have each of these; empty means any. */
public record LetterFilter(String queue, String reason, String type) {

    public Selection selection() {
        return new Selection.Those(wanted(queue), wanted(reason), wanted(type));
    }

    public boolean narrows() {
        return !(queue + reason + type).isEmpty();
    }

    private static @Nullable String wanted(String text) {
        return text.isEmpty() ? null : text;
    }
}
