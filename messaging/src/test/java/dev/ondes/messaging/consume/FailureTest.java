package dev.ondes.messaging.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.InvalidEventException;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.contracts.seal.UnknownKeyException;
import dev.ondes.messaging.Unrepairable;
import dev.ondes.messaging.consume.Failure.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    private static final ConsumerSettings SETTINGS =
            new ConsumerSettings("q", 1, Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofSeconds(20));

    @Unrepairable
    private static class HopelessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HopelessException(String message) {
            super(message);
        }
    }

    private static final class UtterlyHopelessException extends HopelessException {
        private static final long serialVersionUID = 1L;

        UtterlyHopelessException() {
            super(null);
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(new IllegalStateException("away"), 0, passing("PT0.5S")),
                Arguments.of(new IllegalStateException("away"), 3, passing("PT4S")),
                Arguments.of(new IllegalStateException("away"), 19, passing("PT1M")),
                Arguments.of(new OutOfMemoryError(), 0, passing("PT0.5S")),
                Arguments.of(new UnknownKeyException("no key yet"), 0, passing("PT0.5S")),
                Arguments.of(
                        new CompletionException(new RuntimeException(new UnknownKeyException("no key yet"))),
                        3,
                        passing("PT4S")),
                Arguments.of(new InvalidEventException("no id"), 0, lasting(Kind.INVALID, "no id")),
                Arguments.of(new SealException("no key"), 0, lasting(Kind.SEALED, "no key")),
                Arguments.of(
                        new CompletionException(new RuntimeException(new SealException("no key"))),
                        5,
                        lasting(Kind.SEALED, "no key")),
                Arguments.of(new HopelessException("never"), 0, lasting(Kind.UNREPAIRABLE, "never")),
                Arguments.of(
                        new UtterlyHopelessException(), 0, lasting(Kind.UNREPAIRABLE, "UtterlyHopelessException")));
    }

    private static Failure passing(String pause) {
        return new Failure.Passing(Duration.parse(pause));
    }

    private static Failure lasting(Kind kind, String message) {
        return new Failure.Lasting(kind, message);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsPassingFromLasting(Throwable thrown, int failures, Failure expected) {
        assertThat(Failure.of(thrown, failures, SETTINGS)).isEqualTo(expected);
    }
}
