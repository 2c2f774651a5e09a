package dev.ondes.alerter.notify;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** A receiver did not say that it has taken a message. The text names no address: that may be a secret. */
public final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known of the message. */
    private enum Fate {
        NOT_TAKEN,
        UNCLEAR,
        NEVER_TAKEN
    }

    private final Fate fate;
    private final transient Optional<Duration> after;

    private NotTakenException(String why, Fate fate, Optional<Duration> after) {
        super(why);
        this.fate = fate;
        this.after = after;
    }

    /** It may be taken later. */
    static NotTakenException now(String why) {
        return new NotTakenException(why, Fate.NOT_TAKEN, Optional.empty());
    }

    /** The receiver said when. */
    static NotTakenException until(String why, Duration after) {
        return new NotTakenException(why, Fate.NOT_TAKEN, Optional.of(after));
    }

    /** It was sent, and may have been taken all the same: no answer came, or one that doesn't tell. */
    static NotTakenException unclear(String why) {
        return new NotTakenException(why, Fate.UNCLEAR, Optional.empty());
    }

    /** By what broke the try: unclear, unless there was no connection that anything could have been sent by. */
    static NotTakenException by(Throwable cause) {
        String why = cause.getClass().getSimpleName();
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ConnectException
                    || at instanceof HttpConnectTimeoutException
                    || at instanceof UnknownHostException
                    || at instanceof SSLHandshakeException) {
                return now(why);
            }
        }
        return unclear(why);
    }

    /** The message is wrong, or we may not send. */
    static NotTakenException never(String why) {
        return new NotTakenException(why, Fate.NEVER_TAKEN, Optional.empty());
    }

    /** Whether to send it again makes no sense. */
    public boolean isForGood() {
        return fate == Fate.NEVER_TAKEN;
    }

    /** Whether the receiver may have taken the message all the same. */
    public boolean isUnclear() {
        return fate == Fate.UNCLEAR;
    }

    /** How long the receiver wants to be left alone. */
    public Optional<Duration> after() {
        return after;
    }
}
