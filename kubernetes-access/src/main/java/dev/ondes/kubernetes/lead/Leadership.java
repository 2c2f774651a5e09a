package dev.ondes.kubernetes.lead;

import dev.ondes.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One of several replicas works, by a Lease. Who loses the lease ends its process: nothing of what it had begun can
 * go on then, and its supervisor starts it again as a standby. A lease is no lock, so what is done is safe to be done twice.
 */
public final class Leadership {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    /** EX_TEMPFAIL: to be started again. */
    private static final int LEASE_LOST = 75;

    private final KubernetesClient client;
    private final LeaseSettings settings;
    private final ExecutorService threads;
    private volatile Role role = Role.STANDBY;
    private volatile boolean stopping;
    private @Nullable CompletableFuture<?> election;

    private Leadership(KubernetesClient client, LeaseSettings settings, ExecutorService threads) {
        this.client = client;
        this.settings = settings;
        this.threads = threads;
    }

    /**
     * By a client of its own, without repetitions: a lease that isn't renewed in time is lost, so its requests have a shorter
     * limit than others.
     */
    public static Leadership withOwnClient(
            Optional<Path> kubeconfig, String userAgent, LeaseSettings settings, ExecutorService threads) {
        return new Leadership(
                KubernetesClients.create(
                        kubeconfig, userAgent, settings.renewDeadline().dividedBy(4), 0, threads),
                settings,
                threads);
    }

    /**
     * Takes part in the election, and ends this process when the lease is lost though nobody asked us to stop. Returns at once.
     *
     * @param onLead called in a thread of its own when we lead
     */
    public synchronized void start(Runnable onLead) {
        var config = new LeaderElectionConfigBuilder()
                .withName(settings.name())
                .withLock(new LeaseLock(lease(), settings.identity()))
                .withLeaseDuration(settings.duration())
                .withRenewDeadline(settings.renewDeadline())
                .withRetryPeriod(settings.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(() -> lead(onLead), this::lose, this::see))
                .build();
        election = new LeaderElector(client, config, threads).start();
    }

    /** Labelled as the service's own objects are; a Lease that is there gets them with its next renewal. */
    private ObjectMeta lease() {
        return new ObjectMetaBuilder()
                .withNamespace(settings.namespace())
                .withName(settings.name())
                .addToLabels("app.kubernetes.io/name", settings.service())
                .addToLabels("app.kubernetes.io/part-of", "ondes")
                .build();
    }

    public Role role() {
        return role;
    }

    public boolean leads() {
        return role == Role.LEADER;
    }

    public String identity() {
        return settings.identity();
    }

    /** Gives the lease back, so that a standby need not wait for its end. */
    public synchronized void stop() {
        stopping = true;
        if (election != null) {
            CompletableFuture<?> ending = election;
            ending.cancel(true);
            role = Role.STANDBY;
        }
    }

    /** The callbacks come on the thread that renews the lease: it must not wait for what a new leader does first. */
    private void lead(Runnable onLead) {
        LOG.infof("leading from now on identity=%s", settings.identity());
        role = Role.LEADER;
        threads.execute(onLead);
    }

    private void lose() {
        role = Role.STANDBY;
        if (!stopping) {
            LOG.errorf(
                    "lost the lease, this process ends now; its supervisor starts it again identity=%s",
                    settings.identity());
            Runtime.getRuntime().halt(LEASE_LOST);
        }
    }

    private void see(String leader) {
        LOG.infof("leader is identity=%s", leader);
    }
}
