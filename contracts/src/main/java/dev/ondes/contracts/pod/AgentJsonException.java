package dev.ondes.contracts.pod;

/** A job or report that can't be read; the text names the field, never a value. */
public final class AgentJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AgentJsonException(String message) {
        super(message);
    }
}
