package dev.ondes.spot.sqs.queue;

/** The queue did not answer, or refused; the text says what to look at. */
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
