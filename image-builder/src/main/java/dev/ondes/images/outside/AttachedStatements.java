package dev.ondes.images.outside;

import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.build.Order;
import dev.ondes.images.policy.ImageName;
import dev.ondes.images.port.Statements;
import dev.ondes.images.provenance.BuildFacts;
import dev.ondes.images.provenance.Provenance;
import dev.ondes.images.registry.Credentials;
import dev.ondes.images.registry.Registry;
import dev.ondes.images.registry.Repository;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Provenance beside each image; once for a repository, whatever its tags. */
public final class AttachedStatements implements Statements {
    private final Provenance provenance;
    private final Registry registry;
    private final PushedImages images;
    private final Function<BuilderKind, String> builderImages;

    public AttachedStatements(
            Provenance provenance,
            Registry registry,
            PushedImages images,
            Function<BuilderKind, String> builderImages) {
        this.provenance = provenance;
        this.registry = registry;
        this.images = images;
        this.builderImages = builderImages;
    }

    @Override
    public void attach(
            Order order, @Nullable String commit, List<BuiltImage> built, BuildTimings timings, String dockerConfig) {
        BuildFacts facts = new BuildFacts(
                order.id().value(),
                order.grant().project().path(),
                order.spec(),
                Optional.ofNullable(order.spec().context().tarSha256()),
                Optional.ofNullable(commit),
                List.of(),
                order.grant().builder().wire(),
                String.valueOf(builderImages.apply(order.grant().builder())),
                or(timings.startedAt(), timings.requestedAt()),
                or(timings.builtAt(), timings.requestedAt()));
        Set<Repository> done = new HashSet<>();
        for (BuiltImage image : built) {
            Repository repository = PushedImages.repository(ImageName.parse(image.name()));
            if (done.add(repository)) {
                Credentials credentials = images.credentials(repository, dockerConfig);
                PushedImages.asked(() -> registry.find(repository, image.digest(), credentials)
                        .map(manifest -> provenance.attach(facts, repository, manifest, credentials)));
            }
        }
    }

    private static Instant or(@Nullable Instant one, Instant other) {
        return one == null ? other : one;
    }
}
