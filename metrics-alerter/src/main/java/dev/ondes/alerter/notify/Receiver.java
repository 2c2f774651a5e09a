package dev.ondes.alerter.notify;

/**
 * Somebody who is told when an alert begins and when it ends, once each. Called by one thread at a time; the same message may come twice,
 * when we were killed between its being taken and our writing that down.
 */
public interface Receiver {
    /** Its name in the settings, in metrics and in events. */
    String name();

    /** Whether it cares. Of an end it is told only if it was told of the begin, or may have been. */
    boolean wants(Message message);

    /** Tells it. Returns when it has taken the message. */
    void send(Message message) throws NotTakenException;
}
