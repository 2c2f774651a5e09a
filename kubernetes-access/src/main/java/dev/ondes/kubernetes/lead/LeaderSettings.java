package dev.ondes.kubernetes.lead;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a service with a Lease is told about it; each service's own group of settings has these keys. */
public interface LeaderSettings {
    /** Empty inside a cluster, where the pod's service account is used. */
    Optional<Path> kubeconfig();

    @WithDefault("PT15S")
    Duration leaseDuration();

    @WithDefault("PT10S")
    Duration leaseRenewDeadline();

    @WithDefault("PT2S")
    Duration leaseRetryPeriod();

    /** This process among replicas; its host name and process id where it isn't set. */
    Optional<String> identity();
}
