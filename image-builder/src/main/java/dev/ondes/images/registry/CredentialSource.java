package dev.ondes.images.registry;

/** Where credentials for a repository come from. Thread-safe. */
@FunctionalInterface
public interface CredentialSource {
    CredentialSource NONE = _ -> new Credentials.Anonymous();

    Credentials find(Repository repository);

    /** Asks another one where this knows nothing. */
    default CredentialSource orElse(CredentialSource other) {
        return repository -> {
            Credentials found = find(repository);
            return found instanceof Credentials.Anonymous ? other.find(repository) : found;
        };
    }
}
