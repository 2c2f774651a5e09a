package dev.ondes.alerter.console.view;

import dev.ondes.messaging.deadletters.Death;
import dev.ondes.messaging.deadletters.Shown;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter, with all that is known of it.
 *
 * @param deaths where it died, why and how often, the newest first
 * @param body as it came: sealed parts sealed
 * @param cut whether only its beginning is shown
 */
public record LetterView(LettersView.Row row, List<Died> deaths, List<Header> headers, String body, boolean cut) {
    private static final int LONGEST = 100_000;

    /**
     * What the broker counted.
     *
     * @param at when it first died there of that; null where the broker doesn't say
     */
    public record Died(String queue, String why, String reason, String times, Times.@Nullable Stamp at) {}

    /** What else sender or broker wrote on it. */
    public record Header(String name, String value) {}

    public static LetterView of(Shown shown, Times times) {
        String body = shown.body();
        boolean cut = body.length() > LONGEST;
        return new LetterView(
                LettersView.row(shown.letter(), times),
                shown.deaths().stream().map(death -> died(death, times)).toList(),
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

    private static Died died(Death death, Times times) {
        return new Died(
                death.queue().isEmpty() ? "unknown" : Text.shown(death.queue()),
                Text.shown(death.sentence()),
                Text.shown(death.reason()),
                death.count() == 1 ? "once" : Measures.whole(death.count()) + " times",
                death.at() == null ? null : times.at(death.at()));
    }
}
