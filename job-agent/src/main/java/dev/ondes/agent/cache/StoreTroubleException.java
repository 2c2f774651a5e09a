package dev.ondes.agent.cache;

import java.io.IOException;

/** The store did not do what it was asked to. The message holds no part of the signed request. */
final class StoreTroubleException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreTroubleException(String message) {
        super(message);
    }
}
