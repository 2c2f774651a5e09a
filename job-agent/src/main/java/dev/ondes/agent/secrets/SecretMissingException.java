package dev.ondes.agent.secrets;

/** The provider has no such secret, or no such field of it. */
final class SecretMissingException extends SecretRefusedException {
    private static final long serialVersionUID = 1L;

    SecretMissingException(String message) {
        super(message);
    }
}
