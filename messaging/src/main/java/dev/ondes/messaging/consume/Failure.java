package dev.ondes.messaging.consume;

import dev.ondes.contracts.event.InvalidEventException;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.contracts.seal.UnknownKeyException;
import dev.ondes.messaging.Unrepairable;
import java.time.Duration;

/** What a handler's exception means for its message. */
sealed interface Failure {
    /** Try again, after a pause. */
    record Passing(Duration pause) implements Failure {}

    /** No repetition would help: to the dead letters, and said as {@code system.failure}. */
    record Lasting(Kind kind, String message) implements Failure {}

    /** Why no repetition would help; the word in {@code system.failure}. */
    enum Kind {
        INVALID("event-invalid"),
        SEALED("payload-unreadable"),
        UNREPAIRABLE("event-unrepairable");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * Looks through the causes, since frameworks wrap.
     *
     * @param failures how often the message was delivered before
     */
    static Failure of(Throwable thrown, int failures, ConsumerSettings settings) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            switch (at) {
                case UnknownKeyException e -> {
                    // A kind of SealException that passes: the key may reach this service's ring yet.
                    return passing(failures, settings);
                }
                case InvalidEventException e -> {
                    return lasting(Kind.INVALID, e);
                }
                case SealException e -> {
                    return lasting(Kind.SEALED, e);
                }
                case Throwable e
                when e.getClass().isAnnotationPresent(Unrepairable.class) -> {
                    return lasting(Kind.UNREPAIRABLE, e);
                }
                default -> {}
            }
        }
        return passing(failures, settings);
    }

    private static Passing passing(int failures, ConsumerSettings settings) {
        return new Passing(new Backoff(settings.retryDelay(), settings.retryDelayMax()).after(failures + 1));
    }

    private static Lasting lasting(Kind kind, Throwable cause) {
        String message = cause.getMessage();
        return new Lasting(kind, message == null ? cause.getClass().getSimpleName() : message);
    }
}
