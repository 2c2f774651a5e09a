package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.images.policy.Policy.Registry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a builder is to do. All of it was checked before.
 *
 * @param destinations in full
 * @param platform null for the node's own
 * @param cacheRepo null for no cache
 * @param cacheTtl null for the builder's own
 * @param secretIds files under {@link PodPaths#SECRETS}
 * @param registries what is special about hosts
 * @param authorities whether there is a PEM file of them under {@link PodPaths#AUTHORITIES}
 */
public record BuilderInput(
        BuildSpec spec,
        List<String> destinations,
        @Nullable String platform,
        @Nullable String cacheRepo,
        @Nullable Duration cacheTtl,
        List<String> secretIds,
        List<Registry> registries,
        boolean authorities) {
    public BuilderInput {
        destinations = List.copyOf(destinations);
        secretIds = List.copyOf(secretIds);
        registries = List.copyOf(registries);
    }
}
