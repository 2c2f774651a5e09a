package dev.ondes.images.provenance;

import dev.ondes.images.registry.Credentials;
import dev.ondes.images.registry.Digest;
import dev.ondes.images.registry.Manifest;
import dev.ondes.images.registry.Registry;
import dev.ondes.images.registry.Repository;

/** Attaches to images where they come from. Thread-safe; may be done again. */
public final class Provenance {
    private final Registry registry;
    private final Documents documents;

    public Provenance(Registry registry, ProvenanceSettings settings) {
        this.registry = registry;
        this.documents = new Documents(
                settings.signingKeyFile().map(SigningKey::read),
                settings.builderId().toString());
    }

    /**
     * Says of an image how it was made.
     *
     * @param image as the registry has it
     * @return the digest of what was attached
     * @throws dev.ondes.images.registry.RegistryException when the registry doesn't take it; the image is none the worse for it
     */
    public Digest attach(BuildFacts facts, Repository repository, Manifest image, Credentials credentials) {
        return registry.attach(repository, image, documents.about(facts, repository, image.digest()), credentials);
    }
}
