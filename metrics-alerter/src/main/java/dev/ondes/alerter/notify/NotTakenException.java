package dev.ondes.alerter.notify;

import java.time.Duration;
import java.util.Optional;

/** A receiver did not take a message. The text names no address: that may be a secret. */
public final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forGood;
    private final transient Optional<Duration> after;

    private NotTakenException(String why, boolean forGood, Optional<Duration> after) {
        super(why);
        this.forGood = forGood;
        this.after = after;
    }

    /** It may be taken later. */
    static NotTakenException now(String why) {
        return new NotTakenException(why, false, Optional.empty());
    }

    /** The receiver said when. */
    static NotTakenException until(String why, Duration after) {
        return new NotTakenException(why, false, Optional.of(after));
    }

    /** The message is wrong, or we may not send. */
    static NotTakenException never(String why) {
        return new NotTakenException(why, true, Optional.empty());
    }

    /** Whether to send it again makes no sense. */
    public boolean isForGood() {
        return forGood;
    }

    /** How long the receiver wants to be left alone. */
    public Optional<Duration> after() {
        return after;
    }
}
