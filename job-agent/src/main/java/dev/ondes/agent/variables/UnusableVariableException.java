package dev.ondes.agent.variables;

/** A variable holds what the job can't be run with; the text names it and what is expected. */
public final class UnusableVariableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableVariableException(String message) {
        super(message);
    }
}
