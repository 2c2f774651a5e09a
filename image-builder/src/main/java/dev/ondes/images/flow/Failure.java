package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.port.RefusedException;
import dev.ondes.kubernetes.Refusals;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What a step that failed is to its build, should it end by it. */
record Failure(BuildReason reason, String detail) {
    /** @param usual reason of what brings none of its own */
    static Failure of(RuntimeException failure, BuildReason usual) {
        return switch (failure) {
            case RefusedException refused -> new Failure(refused.reason(), refused.detail());
            case KubernetesClientException refused -> new Failure(usual, Refusals.text(refused));
            default -> new Failure(usual, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        };
    }
}
