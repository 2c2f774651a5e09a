package dev.ondes.scheduler.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings under {@code ondes.scheduler}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.scheduler")
public interface SchedulerSettings {

    /** Empty inside a cluster, where the pod's service account is used. */
    Optional<Path> kubeconfig();

    /** The image of the agent container. */
    @NotBlank(message = "name the image of the agent container")
    String agentImage();

    /** Where the Lease is. */
    @NotBlank(message = "name the namespace of the Lease")
    String leaseNamespace();

    @WithDefault("15s")
    Duration leaseDuration();

    @WithDefault("10s")
    Duration leaseRenewDeadline();

    @WithDefault("2s")
    Duration leaseRetryPeriod();

    /** This process among schedulers; its host name and process id where it isn't set. */
    Optional<String> identity();

    /** Namespaces to watch beyond those of the class file: of classes that were removed while their jobs ran. */
    Optional<List<String>> namespaces();

    /** How long an image may fail to be pulled for a reason that may pass. */
    @WithDefault("2m")
    Duration pullPatience();

    /** How long after its grace period a deleted pod may still be there before its node counts as lost. */
    @WithDefault("60s")
    Duration silentNodeAfter();

    /** How often every job is looked at though nothing happened. */
    @WithDefault("60s")
    Duration resync();

    /** Limit of one request to the API server. */
    @WithDefault("10s")
    Duration kubernetesRequestLimit();

    /** Limit of one request to GitLab. */
    @WithDefault("30s")
    Duration gitlabRequestLimit();

    @AssertTrue(
            message = "ondes.scheduler.lease-duration must be longer than lease-renew-deadline, and that longer than"
                    + " lease-retry-period")
    default boolean isLeaseInOrder() {
        return leaseDuration().compareTo(leaseRenewDeadline()) > 0
                && leaseRenewDeadline().compareTo(leaseRetryPeriod()) > 0;
    }
}
