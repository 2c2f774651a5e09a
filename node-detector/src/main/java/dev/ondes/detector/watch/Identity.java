package dev.ondes.detector.watch;

import dev.ondes.contracts.node.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Who this machine is, in its cloud's words.
 *
 * @param instanceId as in the node's providerID
 */
public record Identity(
        Provider provider,
        String instanceId,
        @Nullable String instanceType,
        @Nullable String zone) {}
