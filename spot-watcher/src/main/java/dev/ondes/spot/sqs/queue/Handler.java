package dev.ondes.spot.sqs.queue;

/** What is done with a message. Called on a thread of its own; the message stays hidden from others until it returns. */
@FunctionalInterface
public interface Handler {
    /**
     * Works on a message. May throw: somebody then has it again later.
     *
     * @param patience for who waits for something that takes longer than work does
     * @throws InterruptedException when this program ends: the message is shown to others at once
     */
    Verdict handle(Received message, Patience patience) throws InterruptedException;
}
