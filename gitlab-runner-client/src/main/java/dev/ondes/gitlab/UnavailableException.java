package dev.ondes.gitlab;

/** GitLab could not be reached, or did not answer as its API does; the same call may succeed later. */
public final class UnavailableException extends GitLabException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
        super(message);
    }
}
