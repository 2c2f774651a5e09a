package dev.ondes.images.build;

import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.policy.Grant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was taken: what to build, for whom, and what it was granted. Never changes.
 *
 * @param requestId of the event that asked for it
 * @param secretIds those that the builder sees
 * @param sealedSecrets a JSON object of ids to values, sealed until the build's turn comes
 */
public record Order(
        BuildId id,
        BuildSpec spec,
        Caller caller,
        Grant grant,
        @Nullable String requestId,
        List<String> secretIds,
        @Nullable String sealedSecrets,
        Instant requestedAt) {
    /** A secret of this id reads the git repository that the context is from; the builder does not see it. */
    public static final String GIT_TOKEN = "git-token";

    public Order {
        secretIds = List.copyOf(secretIds);
    }

    /** How many images are built: one for each platform, and one where none is named. */
    public int parts() {
        return Math.max(1, spec.platforms().size());
    }

    /** Null where the request names none. */
    public @Nullable String platform(int part) {
        return spec.platforms().isEmpty() ? null : spec.platforms().get(part);
    }

    /** What a part pushes to. Several parts have tags of their own, and the destinations become an index over them. */
    public List<String> destinations(int part) {
        String platform = platform(part);
        return grant.destinations().stream()
                .map(name -> platform == null || parts() == 1
                        ? name.toString()
                        : name.withoutTag() + ":ondes-" + id + "-" + platform.replace('/', '-'))
                .distinct()
                .toList();
    }
}
