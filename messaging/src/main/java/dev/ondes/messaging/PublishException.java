package dev.ondes.messaging;

/** An event was not taken by the broker within the time limit; the caller decides what becomes of it. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How the last attempt ended. */
    public enum Reason {
        UNROUTABLE("the broker has no queue for it: is the topology declared?"),
        FORBIDDEN("the broker's user may not publish: grant it write on the exchange"),
        /** No repetition heals it. */
        TOO_LARGE("the broker takes no message of its size: is max_message_size set too low?"),
        /** No repetition heals it. A mistake of ours: what others wrote is cut to size when it is read. */
        UNSENDABLE("it can't be written as a message: a header or a name in it is longer than the protocol allows"),
        NACKED("the broker refused it: a queue is full, or the broker had an internal error"),
        UNCONFIRMED("the broker did not confirm it in time: whether it arrived is unknown"),
        BLOCKED("the broker takes no messages now: it is out of memory or disk"),
        UNREACHABLE("there is no connection to the broker");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** What a person reads. */
        public String sentence() {
            return sentence;
        }
    }

    private final Reason reason;

    public PublishException(Reason reason, String what) {
        super(what + ": " + reason.sentence());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
