package dev.ondes.alerter.console.view;

import dev.ondes.messaging.deadletters.Shown;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One dead letter, with all that is known of it.
 *
 * @param body as it came: sealed parts sealed
 * @param cut whether only its beginning is shown
 */
public record LetterView(LettersView.Row row, List<Header> headers, String body, boolean cut) {
    private static final int LONGEST = 100_000;

    /** What sender or broker wrote on it. */
    public record Header(String name, String value) {}

    public static LetterView of(Shown shown, Times times) {
        String body = shown.body();
        boolean cut = body.length() > LONGEST;
        return new LetterView(
                LettersView.row(shown.letter(), times),
                shown.headers().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> new Header(Text.shown(one.getKey()), Text.shown(one.getValue())))
                        .toList(),
                (cut ? body.substring(0, LONGEST) : body)
                        .lines()
                        .map(Text::shown)
                        .collect(Collectors.joining("\n")),
                cut);
    }
}
