package dev.ondes.messaging.publish;

import dev.ondes.messaging.connect.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One sending of one message; its publisher waits for what becomes of it. Knows the message by id and size alone: while the broker
 * answers nothing, attempts that nobody waits for any more pile up, and must cost next to nothing. Thread-safe.
 */
final class Attempt {
    /** What became of it. */
    enum Verdict {
        CONFIRMED,
        RETURNED,
        NACKED,
        /** The user has no right to publish; the channel went with it. */
        FORBIDDEN,
        /** The broker takes no message of this size; the channel went with it. */
        TOO_LARGE,
        /** The client can't write it. */
        UNSENDABLE,
        /** The channel went before the broker answered: it may have arrived, or not. */
        LOST,
        /** The deadline came first; nobody waits for it any more. */
        OVERDUE;

        /** Whether another attempt would be in vain. */
        boolean isFinal() {
            return switch (this) {
                case CONFIRMED, TOO_LARGE, UNSENDABLE, OVERDUE -> true;
                case RETURNED, NACKED, FORBIDDEN, LOST -> false;
            };
        }
    }

    private final String id;
    private final int size;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private volatile boolean sent;
    private volatile boolean returned;

    Attempt(OutgoingMessage message) {
        id = message.id();
        size = message.body().length;
    }

    /** Of its event. */
    String id() {
        return id;
    }

    /** Of the message's body, in bytes. */
    int size() {
        return size;
    }

    /** The broker returns an unroutable message before it confirms it. */
    void returned() {
        returned = true;
    }

    void confirmed() {
        verdict.complete(returned ? Verdict.RETURNED : Verdict.CONFIRMED);
    }

    void nacked() {
        verdict.complete(returned ? Verdict.RETURNED : Verdict.NACKED);
    }

    void end(Verdict with) {
        verdict.complete(with);
    }

    void sending() {
        sent = true;
    }

    boolean wasSent() {
        return sent;
    }

    boolean isOver() {
        return verdict.isDone();
    }

    /** Waits until something became of it; at the deadline that is {@link Verdict#OVERDUE}. */
    Verdict await(Deadline deadline) throws InterruptedException {
        try {
            return verdict.get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            verdict.complete(Verdict.OVERDUE);
            return verdict.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt ends with a verdict", e);
        }
    }
}
