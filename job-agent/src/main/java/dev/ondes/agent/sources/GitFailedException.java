package dev.ondes.agent.sources;

import java.io.IOException;

/** A git command did not succeed; its own words are in the job's log. */
public final class GitFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    GitFailedException(String message) {
        super(message);
    }
}
