package dev.ondes.kubernetes.lead;

import java.time.Duration;
import java.util.Optional;

/**
 * The Lease.
 *
 * @param namespace where it is
 * @param service whose it is, such as {@code pod-scheduler}: each has one
 * @param identity of this process; another one for each
 * @param duration after which a standby may take a lease that wasn't renewed
 * @param renewDeadline after which a leader that could not renew gives up; shorter than the duration
 * @param retryPeriod between two tries
 */
public record LeaseSettings(
        String namespace,
        String service,
        String identity,
        Duration duration,
        Duration renewDeadline,
        Duration retryPeriod) {

    /**
     * The one Lease of a service.
     *
     * @param service such as {@code pod-scheduler}
     * @param namespace where it is
     */
    public static LeaseSettings of(String service, String namespace, LeaderSettings settings) {
        return new LeaseSettings(
                namespace,
                service,
                identity(settings),
                settings.leaseDuration(),
                settings.leaseRenewDeadline(),
                settings.leaseRetryPeriod());
    }

    /** Of the Lease. */
    public String name() {
        return "ondes-" + service;
    }

    /**
     * What no single value shows.
     *
     * @param group of the settings, such as {@code ondes.scheduler}
     * @throws IllegalArgumentException naming keys and fix
     */
    public static void check(String group, LeaderSettings settings) {
        Duration duration = settings.leaseDuration();
        Duration renewDeadline = settings.leaseRenewDeadline();
        Duration retryPeriod = settings.leaseRetryPeriod();
        if (duration.compareTo(renewDeadline) <= 0 || renewDeadline.compareTo(retryPeriod) <= 0) {
            throw new IllegalArgumentException(group + ".lease-duration (" + duration
                    + ") must be longer than lease-renew-deadline (" + renewDeadline
                    + "), and that longer than lease-retry-period (" + retryPeriod + ")");
        }
        if (!retryPeriod.isPositive()) {
            throw new IllegalArgumentException(group + ".lease-retry-period must be longer than nothing, such as 2s");
        }
    }

    /** Of this process: as it was given one, else its host's name and its process id. */
    public static String identity(LeaderSettings settings) {
        return settings.identity().orElseGet(() -> {
            String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
            return host + "-" + ProcessHandle.current().pid();
        });
    }
}
