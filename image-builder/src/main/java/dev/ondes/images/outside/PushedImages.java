package dev.ondes.images.outside;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.policy.ImageName;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.port.Registries;
import dev.ondes.images.registry.CredentialSource;
import dev.ondes.images.registry.Credentials;
import dev.ondes.images.registry.Digest;
import dev.ondes.images.registry.DockerConfig;
import dev.ondes.images.registry.Manifest;
import dev.ondes.images.registry.Platform;
import dev.ondes.images.registry.Registry;
import dev.ondes.images.registry.RegistryException;
import dev.ondes.images.registry.Repository;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images in registries: asked with the build's own credentials, else with the service's. */
public final class PushedImages implements Registries {
    private final Registry registry;
    private final CredentialSource own;

    public PushedImages(Registry registry, CredentialSource own) {
        this.registry = registry;
        this.own = own;
    }

    @Override
    public BuiltImage verify(String name, String digest, String dockerConfig) {
        ImageName image = ImageName.parse(name);
        Repository repository = repository(image);
        Credentials credentials = credentials(repository, dockerConfig);
        return asked(() -> {
            Manifest manifest = registry.find(repository, digest, credentials)
                    .orElseThrow(() -> new RefusedException(
                            BuildReason.DIGEST_NOT_VERIFIED, image.withoutTag() + " has no " + digest));
            Optional<Digest> tagged = registry.digest(repository, image.tag(), credentials);
            if (!tagged.map(Digest::text).equals(Optional.of(digest))) {
                throw new RefusedException(
                        BuildReason.DIGEST_NOT_VERIFIED,
                        image + " is " + tagged.map(Digest::text).orElse("not there") + ", and not " + digest);
            }
            return built(name, manifest);
        });
    }

    @Override
    public List<BuiltImage> index(List<String> names, List<PlatformImage> images, String dockerConfig) {
        List<BuiltImage> indexes = new ArrayList<>();
        for (String name : names) {
            ImageName image = ImageName.parse(name);
            Repository repository = repository(image);
            Credentials credentials = credentials(repository, dockerConfig);
            indexes.add(asked(() -> {
                List<Manifest.Child> children = images.stream()
                        .map(one -> child(repository, one, credentials))
                        .toList();
                return built(name, registry.pushIndex(repository, image.tag(), children, credentials));
            }));
        }
        return indexes;
    }

    private Manifest.Child child(Repository repository, PlatformImage image, Credentials credentials) {
        Manifest manifest = registry.find(repository, image.digest(), credentials)
                .orElseThrow(() -> new RefusedException(
                        BuildReason.DIGEST_NOT_VERIFIED, repository + " has no " + image.digest()));
        return new Manifest.Child(
                manifest.digest(), manifest.mediaType(), manifest.size(), Platform.parse(image.platform()));
    }

    private static BuiltImage built(String name, Manifest manifest) {
        return new BuiltImage(
                name, manifest.digest().text(), manifest.mediaType(), manifest.isIndex() ? null : manifest.imageSize());
    }

    static Repository repository(ImageName image) {
        return new Repository(image.host(), image.repository());
    }

    /**
     * What the registry is shown.
     *
     * @throws RefusedException where they can't be read or had: that is for operators to mend, and nothing that the push did wrong
     */
    Credentials credentials(Repository repository, String dockerConfig) {
        try {
            return DockerConfig.read(dockerConfig.getBytes(StandardCharsets.UTF_8))
                    .orElse(own)
                    .find(repository);
        } catch (RegistryException | IllegalArgumentException | UncheckedIOException e) {
            throw new RefusedException(
                    BuildReason.REGISTRY_UNAVAILABLE, "no credentials for " + repository + ": " + e.getMessage());
        }
    }

    static <T> T asked(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (RegistryException e) {
            BuildReason reason =
                    switch (e.reason()) {
                        case UNREACHABLE, SLOW, BUSY, BROKEN -> BuildReason.REGISTRY_UNAVAILABLE;
                        case UNAUTHORIZED, FORBIDDEN -> BuildReason.PUSH_UNAUTHORIZED;
                        case REFUSED -> BuildReason.PUSH_FAILED;
                        case TAG_TAKEN -> BuildReason.TAG_IMMUTABLE;
                        case MISSING, WRONG_DIGEST, UNREADABLE, TOO_LARGE -> BuildReason.DIGEST_NOT_VERIFIED;
                    };
            throw new RefusedException(reason, String.valueOf(e.getMessage()));
        }
    }
}
