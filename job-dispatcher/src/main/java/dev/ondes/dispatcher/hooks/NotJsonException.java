package dev.ondes.dispatcher.hooks;

/** A body that is no JSON; the message says where, never what. */
public final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
        super(message);
    }
}
