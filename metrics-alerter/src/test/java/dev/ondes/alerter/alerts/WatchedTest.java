package dev.ondes.alerter.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.Rule.Missing;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A value each minute, and what the alert makes of it: {@code .} well, {@code w} waits, {@code F} fires, {@code r} fires though the value is
 * below. In the values {@code -} is a value that isn't there.
 */
class WatchedTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @ParameterizedTest(name = "{0}: {6}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // what                                  | for | keep | clear | missing | values (threshold 5) | states
                "never above                              | 0 | 0 | 5 | HOLD | 0 1 5 5 0             | . . . . .",
                "above at once                            | 0 | 0 | 5 | HOLD | 6 6 0                 | F F .",
                "the threshold itself is not above        | 0 | 0 | 5 | HOLD | 5 5.001               | . F",
                "for two minutes                          | 2 | 0 | 5 | HOLD | 6 6 6 6 0             | w w F F .",
                "for begins anew after one look below     | 2 | 0 | 5 | HOLD | 6 6 5 6 6 6           | w w . w w F",
                "keeps firing for two minutes             | 0 | 2 | 5 | HOLD | 6 5 5 5 5             | F r r . .",
                "keeps firing begins anew                 | 0 | 2 | 5 | HOLD | 6 5 5 6 5 5 5         | F r r F r r .",
                "hysteresis: in between nothing changes   | 0 | 0 | 3 | HOLD | 6 5 4 3.1 3 4         | F F F F . .",
                "in between nothing begins either         | 0 | 0 | 3 | HOLD | 4 5 4                 | . . .",
                "in between what was about to end goes on | 0 | 2 | 3 | HOLD | 6 3 4 3 3 3           | F r F r r .",
                "waiting ends in between                  | 2 | 0 | 3 | HOLD | 6 4 6 6 6             | w . w w F",
                "a missing value leaves all as it is      | 2 | 0 | 5 | HOLD | - 6 - 6 - 0           | . w w F F .",
                "time goes on while it is missing         | 3 | 0 | 5 | HOLD | 6 - - 6               | w w w F",
                "a missing value is no end                | 0 | 2 | 5 | HOLD | 6 - - - 0 0 0         | F F F F r r .",
                "a missing value may mean that all is well| 0 | 0 | 5 | FINE | 6 - 6                 | F . F",
                "and then ends waiting, too               | 2 | 0 | 5 | FINE | 6 - 6 6 6             | w . w w F",
                "and keeps firing for its time            | 0 | 2 | 5 | FINE | 6 - - -               | F r r .",
            })
    void follows(String what, int holds, int keeps, double clear, Missing missing, String values, String states) {
        // Given
        Rule rule = new Rule(
                "Test",
                Severity.WARNING,
                new Signal.Always(),
                5,
                clear,
                Duration.ofMinutes(holds),
                Duration.ofMinutes(keeps),
                Map.of(),
                missing,
                Set.of(),
                "");
        Watched now = new Watched.Well();
        List<String> seen = new ArrayList<>();

        // When
        int minute = 0;
        for (String value : values.split(" ")) {
            OptionalDouble read =
                    value.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
            now = Watched.next(now, rule, "", read, NOON.plus(Duration.ofMinutes(minute++)));
            seen.add(letter(now));
        }

        // Then
        assertThat(String.join(" ", seen)).isEqualTo(states);
    }

    @ParameterizedTest(name = "{0}: {1} then {2} is {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // what                                      | own, at minutes | told, at minutes | then
                "told to fire, it fires whatever was seen      | well           | fires 3         | fires 3",
                "and needs not be waited for                   | waits 2        | fires 3         | fires 3",
                "by the begin that was told                    | fires 4        | fires 3         | fires 3",
                "what is about to end is so still              | recovers 4 6   | fires 3         | recovers 3 6",
                "told to be over, it is                        | fires 4        | over 3 5        | well",
                "what is about to end has ended                | recovers 4 5   | over 3 5        | well",
                "what fired anew since does                    | fires 6        | over 3 5        | fires 6",
                "and may be about to end                       | recovers 6 7   | over 3 5        | recovers 6 7",
                "what waits to fire anew goes on waiting       | waits 4        | over 3 5        | waits 4",
                "told of another firing's end it goes on       | fires 6        | fires 6 over 3 5| fires 6",
            })
    void followsWhatPeopleWereTold(String what, String own, String told, String then) {
        assertThat(Watched.following(state(own), known(told))).isEqualTo(state(then));
    }

    private static Watched state(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "well" -> new Watched.Well();
            case "waits" -> new Watched.Waiting(minute(words[1]));
            case "fires" -> new Watched.Firing(minute(words[1]), minute(words[1]));
            case "recovers" -> new Watched.Recovering(minute(words[1]), minute(words[1]), minute(words[2]));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static KnownAlert known(String text) {
        Iterator<String> words = List.of(text.split(" ")).iterator();
        KnownAlert known = KnownAlert.of("Test");
        while (words.hasNext()) {
            known = switch (words.next()) {
                case "fires" -> known.with(began(minute(words.next())));
                case "over" -> {
                    Instant began = minute(words.next());
                    Instant ended = minute(words.next());
                    KnownAlert before = known.firing() == null ? known.with(began(began)) : known;
                    yield before.with(new KnownAlert.Resolved(
                            ended,
                            new AlertResolved(
                                    "Test", "Test", Severity.WARNING, null, null, "", began, ended, List.of())));
                }
                default -> throw new IllegalArgumentException(text);
            };
        }
        return known;
    }

    private static KnownAlert.Firing began(Instant at) {
        return new KnownAlert.Firing(
                at,
                new AlertFiring("Test", "Test", Severity.WARNING, null, null, "", "", at, at, null, null, List.of()));
    }

    private static Instant minute(String minute) {
        return NOON.plus(Duration.ofMinutes(Integer.parseInt(minute)));
    }

    private static String letter(Watched state) {
        return switch (state) {
            case Watched.Well _ -> ".";
            case Watched.Waiting _ -> "w";
            case Watched.Firing _ -> "F";
            case Watched.Recovering _ -> "r";
        };
    }
}
