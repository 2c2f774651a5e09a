package dev.ondes.contracts.build;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Layers of earlier builds.
 *
 * @param repo where they are, such as {@code registry.example/cache/app}; what the policy says where left out
 * @param ttl older layers are built again
 */
public record BuildCache(
        boolean enabled, @Nullable String repo, @Nullable Duration ttl) {}
