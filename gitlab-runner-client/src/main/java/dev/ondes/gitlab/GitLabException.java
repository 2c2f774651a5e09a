package dev.ondes.gitlab;

/** A call that has no answer to give did not succeed, after all attempts it was worth. No message holds a secret. */
public abstract sealed class GitLabException extends RuntimeException permits RefusedException, UnavailableException {
    private static final long serialVersionUID = 1L;

    GitLabException(String message) {
        super(message);
    }
}
