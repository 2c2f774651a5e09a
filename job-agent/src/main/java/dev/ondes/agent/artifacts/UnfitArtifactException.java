package dev.ondes.agent.artifacts;

import java.io.IOException;

/** What the job left can't become the artifact that it asks for: only the job's author can change that. */
final class UnfitArtifactException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitArtifactException(String message) {
        super(message);
    }
}
