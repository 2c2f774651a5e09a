package dev.ondes.images;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.api.Access;
import dev.ondes.images.builder.BuildKit;
import dev.ondes.images.builder.Buildah;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.Kaniko;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.cluster.KubernetesCluster;
import dev.ondes.images.flow.BuildFlow;
import dev.ondes.images.flow.Ending;
import dev.ondes.images.flow.FlowRules;
import dev.ondes.images.flow.Inventory;
import dev.ondes.images.flow.Logs;
import dev.ondes.images.flow.Round;
import dev.ondes.images.flow.Start;
import dev.ondes.images.identity.Issuer;
import dev.ondes.images.identity.ServiceAccountTokens;
import dev.ondes.images.identity.Tokens;
import dev.ondes.images.intake.Intake;
import dev.ondes.images.job.JobPlan;
import dev.ondes.images.job.JobRules;
import dev.ondes.images.job.SbomPlan;
import dev.ondes.images.log.LogStream;
import dev.ondes.images.policy.PolicyFile;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.Registries;
import dev.ondes.images.port.Sboms;
import dev.ondes.images.port.Statements;
import dev.ondes.images.queue.Turns;
import dev.ondes.images.sbom.Syft;
import dev.ondes.images.settings.BuilderSettings;
import dev.ondes.images.store.StoreSettings;
import dev.ondes.images.telemetry.Counted;
import dev.ondes.images.telemetry.Meters;
import dev.ondes.images.watch.BuildWatch;
import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.kubernetes.lead.LeaseSettings;
import dev.ondes.messaging.Events;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** How the parts are put together. Each is a plain object; this and {@link Outside} are the places that know them all. */
@ApplicationScoped
public class Composition {
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Of keeping one log. */
    private static final Duration LOG_LIMIT = Duration.ofMinutes(2);

    private final BuilderSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final KeyRing keys;
    private final Authorities authorities;
    private final Map<BuilderKind, Builder> builders;

    Composition(BuilderSettings settings) {
        settings.check();
        this.settings = settings;
        try {
            this.keys = KeyRing.parse(Files.readString(settings.keyFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("ondes.images.key-file can't be read: " + settings.keyFile(), e);
        }
        this.authorities = Authorities.of("ondes.images.ca-file", settings.caFile());
        this.builders = Map.of(
                BuilderKind.KANIKO,
                new Kaniko(
                        settings.kaniko().image(),
                        settings.kaniko().line(),
                        settings.kaniko().command().orElse(List.of())),
                BuilderKind.BUILDKIT,
                new BuildKit(settings.buildkit().image()),
                BuilderKind.BUILDAH,
                new Buildah(settings.buildah().image(), settings.buildah().mayMount()));
    }

    /** Cuts every pause short. */
    void stop() {
        stopping.countDown();
    }

    /** Waits a moment, or until this process stops. */
    void pause(Duration pause) throws InterruptedException {
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("this process stops");
        }
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    KeyRing keys() {
        return keys;
    }

    @Produces
    @Singleton
    Authorities authorities() {
        return authorities;
    }

    @Produces
    @Singleton
    KubernetesClient kubernetes() {
        return KubernetesClients.create(
                settings.kubeconfig(), userAgent(), settings.kubernetesRequestLimit(), 2, threads);
    }

    static void close(@Disposes KubernetesClient client) {
        client.close();
    }

    @Produces
    @Singleton
    PolicyFile policy() {
        return new PolicyFile(settings.policyFile());
    }

    @Produces
    @Singleton
    Tokens tokens(KubernetesClient client) {
        List<Issuer> issuers = settings.gitlab().values().stream()
                .map(gitlab -> new Issuer(
                        gitlab.issuer(),
                        gitlab.keys().orElseGet(() -> URI.create(gitlab.issuer() + "/oauth/discovery/keys")),
                        gitlab.audience(),
                        gitlab.maxAge()))
                .toList();
        return Tokens.of(
                issuers,
                settings.clusterAudience().map(audience -> new ServiceAccountTokens(client, audience)),
                settings.keyPause(),
                authorities,
                clock);
    }

    @Produces
    @Singleton
    Cluster cluster(KubernetesClient client) {
        return new KubernetesCluster(client, settings.namespace());
    }

    /** Tells the turns of each change; they are made later, so it finds them by name. */
    @Produces
    @Singleton
    BuildWatch watch(KubernetesClient client, jakarta.enterprise.inject.Instance<Turns> turns) {
        return new BuildWatch(client, settings.namespace(), id -> turns.get().ask(id));
    }

    @Produces
    @Singleton
    JobPlan jobs(JobRules rules) {
        return new JobPlan(rules);
    }

    @Produces
    @Singleton
    JobRules jobRules(PolicyFile policy) {
        return new JobRules(
                settings.namespace(),
                settings.contextImage(),
                policy.get().capacities(),
                policy.get().registries(),
                settings.keep().multipliedBy(2),
                settings.hostUsers(),
                settings.runtimeClass().orElse(null),
                settings.priorityClass().orElse(null),
                settings.pullSecrets().orElse(List.of()),
                authorities.pem());
    }

    @Produces
    @Singleton
    Intake intake(PolicyFile policy, Contexts contexts, JobPlan jobs, Cluster cluster, BuildWatch watch) {
        return new Intake(
                policy, contexts, builders::get, jobs, cluster, watch, keys, clock, settings.buildsPerToken());
    }

    @Produces
    @Singleton
    Access access(Tokens tokens, PolicyFile policy, BuildWatch watch, Cluster cluster) {
        return new Access(tokens, policy, watch, cluster);
    }

    @Produces
    @Singleton
    Meters meters(MeterRegistry registry) {
        return new Meters(registry);
    }

    @Produces
    @Singleton
    Announcements announcements(Events events) {
        return new Announcements(events, clock);
    }

    @Produces
    @Singleton
    Start start(Cluster cluster, JobPlan jobs, Contexts contexts, StoreSettings store) {
        return new Start(cluster, jobs, builders::get, contexts, keys, store.contextLimits(), clock);
    }

    @Produces
    @Singleton
    BuildFlow flow(
            BuildWatch watch,
            Cluster cluster,
            Start start,
            Registries registries,
            Optional<Statements> statements,
            Inventory inventory,
            LogArchive logs,
            Announcements say,
            Meters meters) {
        var ending = new Ending(
                cluster,
                start,
                Counted.of(registries, meters),
                statements,
                inventory,
                new Logs(cluster, Optional.of(logs), LOG_LIMIT),
                say,
                meters,
                rules(),
                clock);
        return new BuildFlow(watch, cluster, start, ending, say, rules(), clock);
    }

    @Produces
    @Singleton
    Inventory inventory(Cluster cluster, JobRules rules, Sboms sboms) {
        var sbom = settings.sbom();
        var syft = new Syft(sbom.image(), sbom.command().orElse(List.of()), sbom.format(), sbom.memory(), sbom.limit());
        return new Inventory(
                cluster,
                new SbomPlan(rules, syft),
                sboms,
                settings.verifyPatience().plus(sbom.limit()),
                clock);
    }

    private FlowRules rules() {
        return new FlowRules(
                settings.running(),
                settings.queueLimit(),
                settings.startPatience(),
                settings.fallbackAfterLosses(),
                settings.mostLosses(),
                settings.verifyPatience(),
                settings.keep(),
                settings.keepPerProject());
    }

    @Produces
    @Singleton
    Turns turns(BuildFlow flow, Leadership leadership, ScheduledThreadPoolExecutor timer) {
        return new Turns(flow::look, leadership::leads, timer, PAUSES);
    }

    @Produces
    @Singleton
    Round round(BuildWatch watch, Cluster cluster, Turns turns, Meters meters) {
        return new Round(watch, cluster, turns::ask, meters, rules(), clock);
    }

    @Produces
    @Singleton
    LogStream logStream(BuildWatch watch, Cluster cluster, LogArchive logs) {
        return new LogStream(watch, cluster, Optional.of(logs), this::pause, clock);
    }

    /** Under its own type only: Quarkus has a scheduled executor of its own. */
    @Produces
    @Singleton
    @Typed(ScheduledThreadPoolExecutor.class)
    ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static void close(@Disposes ScheduledThreadPoolExecutor timer) {
        timer.shutdownNow();
    }

    @Produces
    @Singleton
    Leadership leadership() {
        return Leadership.withOwnClient(
                settings.kubeconfig(),
                userAgent(),
                LeaseSettings.of(Announcements.SERVICE, settings.leaseNamespace(), settings),
                threads);
    }

    private static String userAgent() {
        return KubernetesClients.userAgent(Announcements.SERVICE, Composition.class);
    }
}
