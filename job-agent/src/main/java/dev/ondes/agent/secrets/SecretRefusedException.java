package dev.ondes.agent.secrets;

import java.io.IOException;

/** A secret can't be had as the job asks for it, however often it does: its settings or its rights must be changed. */
public class SecretRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    SecretRefusedException(String message) {
        super(message);
    }
}
