package dev.ondes.images.outside;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.policy.ImageName;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.port.Sboms;
import dev.ondes.images.registry.Artifact;
import dev.ondes.images.registry.Credentials;
import dev.ondes.images.registry.Digest;
import dev.ondes.images.registry.Manifest;
import dev.ondes.images.registry.Registry;
import dev.ondes.images.registry.Repository;
import java.util.List;
import java.util.Map;

/** Lists of what is in images, as referrers of them. */
public final class AttachedSboms implements Sboms {
    private final Registry registry;
    private final PushedImages images;

    public AttachedSboms(Registry registry, PushedImages images) {
        this.registry = registry;
        this.images = images;
    }

    @Override
    public String attach(List<String> names, String digest, String mediaType, byte[] document, String dockerConfig) {
        return names.stream()
                .map(name -> PushedImages.repository(ImageName.parse(name)))
                .distinct()
                .map(repository ->
                        attach(repository, digest, new Artifact(mediaType, document, Map.of()), dockerConfig))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private String attach(Repository repository, String digest, Artifact document, String dockerConfig) {
        Credentials credentials = images.credentials(repository, dockerConfig);
        return PushedImages.asked(() -> {
            Manifest image = find(repository, digest, credentials);
            Digest attached = registry.attach(repository, image, document, credentials);
            return find(repository, attached.text(), credentials).digest().text();
        });
    }

    private Manifest find(Repository repository, String digest, Credentials credentials) {
        return registry.find(repository, digest, credentials)
                .orElseThrow(
                        () -> new RefusedException(BuildReason.DIGEST_NOT_VERIFIED, repository + " has no " + digest));
    }
}
