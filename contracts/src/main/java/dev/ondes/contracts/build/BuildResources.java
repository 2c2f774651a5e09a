package dev.ondes.contracts.build;

import org.jspecify.annotations.Nullable;

/**
 * What the builder may use, as Kubernetes writes quantities ({@code 2}, {@code 500m}, {@code 4Gi}).
 *
 * @param disk context, base images and layers together
 */
public record BuildResources(
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable String disk) {}
