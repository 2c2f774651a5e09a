package dev.ondes.gitlab;

/** GitLab's final no: the same call won't succeed later. */
public final class RefusedException extends GitLabException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status, such as 403. */
    public int status() {
        return status;
    }
}
