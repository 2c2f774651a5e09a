package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuilderKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request was granted.
 *
 * @param rule the rule's line in the policy file
 * @param destinations in full
 * @param cacheRepo null where there is none, or the request wants none
 * @param credentials name of the Secret with credentials for registries
 */
public record Grant(
        int rule,
        Project project,
        List<ImageName> destinations,
        @Nullable String cacheRepo,
        BuilderKind builder,
        String cpu,
        String memory,
        String disk,
        Duration timeout,
        @Nullable String credentials,
        Limits limits,
        SbomWish sbom) {
    public Grant {
        // A record of an earlier version has none.
        sbom = sbom == null ? SbomWish.NONE : sbom;
        destinations = List.copyOf(destinations);
    }
}
