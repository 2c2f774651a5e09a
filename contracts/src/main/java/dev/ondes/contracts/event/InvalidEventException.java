package dev.ondes.contracts.event;

/** A message that is no event of ours: the text names type, field and rule, and never repeats a value. */
public final class InvalidEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidEventException(String message) {
        super(message);
    }
}
