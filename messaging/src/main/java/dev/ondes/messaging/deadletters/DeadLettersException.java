package dev.ondes.messaging.deadletters;

/** The dead letters could not be looked at; nothing was lost. The message is a sentence for a person. */
public final class DeadLettersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeadLettersException(String message) {
        super(message);
    }
}
