package dev.ondes.scheduler;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.kubernetes.lead.LeaseSettings;
import dev.ondes.messaging.Events;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.budget.Budgets;
import dev.ondes.scheduler.cache.Credentials;
import dev.ondes.scheduler.cache.JobCaches;
import dev.ondes.scheduler.cache.SignedCaches;
import dev.ondes.scheduler.cache.Signer;
import dev.ondes.scheduler.capacity.CapacityReporter;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.cluster.KubernetesCluster;
import dev.ondes.scheduler.cost.Bills;
import dev.ondes.scheduler.create.Accepted;
import dev.ondes.scheduler.create.AgentParts;
import dev.ondes.scheduler.create.Completion;
import dev.ondes.scheduler.create.Creation;
import dev.ondes.scheduler.create.Fragments;
import dev.ondes.scheduler.create.Hindered;
import dev.ondes.scheduler.create.Intake;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.create.Obstacles;
import dev.ondes.scheduler.create.TakeUp;
import dev.ondes.scheduler.create.WaitingRoom;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.flow.JobFlow;
import dev.ondes.scheduler.flow.Waits;
import dev.ondes.scheduler.gitlab.GitLabClients;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.interruption.Interruptions;
import dev.ondes.scheduler.interruption.UsualLengths;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.nodes.NodeWatch;
import dev.ondes.scheduler.place.BackOff;
import dev.ondes.scheduler.place.Placement;
import dev.ondes.scheduler.place.PoolMemory;
import dev.ondes.scheduler.rerun.Rerun;
import dev.ondes.scheduler.settings.CacheSettings;
import dev.ondes.scheduler.settings.SchedulerSettings;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.Attempts;
import dev.ondes.scheduler.watch.PodShelf;
import dev.ondes.scheduler.watch.PodWatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How the parts are put together. Each is a plain object; this is the one place that knows them all. */
@ApplicationScoped
public class Composition {
    private static final int JOBS_REMEMBERED = 20_000;

    private final SchedulerSettings settings;
    private final Authorities gitlabAuthorities;
    private final Authorities secretsAuthorities;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ended<Long> endedJobs = new Ended<>(JOBS_REMEMBERED);
    private final Ended<String> releasedPods = new Ended<>(JOBS_REMEMBERED);

    Composition(SchedulerSettings settings) {
        settings.check();
        this.settings = settings;
        this.gitlabAuthorities = Authorities.of("ondes.scheduler.gitlab-ca-file", settings.gitlabCaFile());
        this.secretsAuthorities = Authorities.of("ondes.scheduler.secrets-ca-file", settings.secretsCaFile());
    }

    @Produces
    @Singleton
    ClassFile classes(@ConfigProperty(name = "ondes.class-file") Path file) {
        ClassFile classes = ClassFile.read(file, ClassFile.Tokens.LEFT_OUT);
        Fragments.check(classes);
        return classes;
    }

    @Produces
    @Singleton
    KeyRing keys(@ConfigProperty(name = "ondes.key-ring-file") Path file) {
        try {
            return KeyRing.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("ondes.key-ring-file: " + file + " can't be read; name a readable file");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ondes.key-ring-file: " + file + ": " + e.getMessage());
        }
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
    Cluster cluster(KubernetesClient client, ClassFile classes, MeterRegistry meters) {
        return new KubernetesCluster(client, namespaces(classes), meters);
    }

    @Produces
    @Singleton
    GitLabs gitlabs() {
        return new GitLabClients(gitlabSettings());
    }

    private ClientSettings gitlabSettings() {
        ClientSettings defaults = ClientSettings.defaults().withAuthorities(gitlabAuthorities);
        return defaults.withLimits(
                defaults.connectLimit(),
                settings.gitlabRequestLimit(),
                defaults.longPollLimit(),
                defaults.transferLimit());
    }

    @Produces
    @Singleton
    PodShelf pods() {
        return new PodShelf(clock, releasedPods);
    }

    @Produces
    @Singleton
    Accepted accepted() {
        return new Accepted(clock);
    }

    @Produces
    @Singleton
    WaitingRoom.Stoppable waits() {
        return new WaitingRoom.Stoppable();
    }

    @Produces
    @Singleton
    WaitingRoom waiting(WaitingRoom.Stoppable waits) {
        return new WaitingRoom(clock, waits);
    }

    @Produces
    @Singleton
    Obstacles obstacles(Announcements say) {
        return new Obstacles(say, clock);
    }

    @Produces
    @Singleton
    Announcements announcements(Events events) {
        return new Announcements(events, clock);
    }

    @Produces
    @Singleton
    NodeShelf nodes() {
        return new NodeShelf(clock);
    }

    @Produces
    @Singleton
    NodeWatch nodeWatch(KubernetesClient client, NodeShelf nodes) {
        return new NodeWatch(client, nodes);
    }

    @Produces
    @Singleton
    Budgets budgets(KubernetesClient client, ClassFile classes) {
        return new Budgets(client, classes, namespaces(classes));
    }

    @Produces
    @Singleton
    PoolMemory pools(NodeShelf nodes, MeterRegistry meters) {
        var rules = new BackOff(
                settings.poolFailures(), settings.poolWindow(), settings.poolPause(), settings.poolLongestPause());
        return new PoolMemory(nodes, rules, clock, meters);
    }

    @Produces
    @Singleton
    UsualLengths lengths() {
        return new UsualLengths();
    }

    @Produces
    @Singleton
    Placement placement(ClassFile classes, PoolMemory pools, NodeShelf nodes, UsualLengths lengths) {
        return new Placement(classes, pools, nodes, lengths);
    }

    @Produces
    @Singleton
    Bills bills(NodeShelf nodes, MeterRegistry meters) {
        return new Bills(settings.priceFile().map(PriceFile::read), settings.costByProject(), nodes, clock, meters);
    }

    @Produces
    @Singleton
    Attempts attempts(PodShelf pods, Cluster cluster) {
        return new Attempts(pods, cluster);
    }

    @Produces
    @Singleton
    Hindered hindered(Obstacles obstacles) {
        return new Hindered(obstacles, clock);
    }

    @Produces
    @Singleton
    AgentParts agent() {
        return AgentParts.of(settings.agentImage(), gitlabAuthorities, secretsAuthorities, settings.agentProxies());
    }

    @Produces
    @Singleton
    Completion completion(Cluster cluster, AgentParts agent, JobCaches caches, Hindered hindered) {
        return new Completion(cluster, agent, caches, hindered);
    }

    @Produces
    @Singleton
    Creation creation(
            Cluster cluster,
            AgentParts agent,
            JobCaches caches,
            Attempts attempts,
            Completion completion,
            Hindered hindered,
            MeterRegistry meters) {
        return new Creation(cluster, agent, caches, attempts, completion, hindered, meters);
    }

    @Produces
    @Singleton
    Finish finish(Cluster cluster, Announcements say, Bills bills, MeterRegistry meters) {
        return new Finish(cluster, say, endedJobs, releasedPods, bills, meters);
    }

    @Produces
    @Singleton
    JobCaches caches(CacheSettings cache, ClassFile classes) {
        cache.check(classes.classes().stream().map(JobClass::name).toList());
        if (cache.bucket().isEmpty() && cache.classes().isEmpty()) {
            return JobCaches.NONE;
        }
        return new SignedCaches(cache, new Signer(cache, Credentials.of(cache, clock), clock));
    }

    @Produces
    @Singleton
    TakeUp takeUp(Intake intake, Turns turns, WaitingRoom.Stoppable waits) {
        return new TakeUp(intake, turns, waits);
    }

    @Produces
    @Singleton
    Intake intake(
            KeyRing keys,
            ClassFile classes,
            Placement placement,
            Creation creation,
            Completion completion,
            Hindered hindered,
            Attempts attempts,
            Accepted accepted,
            GitLabs gitlabs,
            Announcements say,
            Finish finish) {
        return new Intake(
                keys,
                classes,
                placement,
                creation,
                completion,
                hindered,
                attempts,
                endedJobs,
                accepted,
                gitlabs,
                say,
                finish);
    }

    @Produces
    @Singleton
    JobFlow flow(
            Cluster cluster,
            Attempts attempts,
            ClassFile classes,
            Placement placement,
            PoolMemory health,
            Creation creation,
            Completion completion,
            GitLabs gitlabs,
            JobSecrets secrets,
            Interruptions interruptions,
            Announcements say,
            Finish finish,
            Bills bills,
            MeterRegistry meters) {
        var rerun = new Rerun(placement, creation, completion, gitlabs, say, finish, bills, meters);
        var waits = new Waits(settings.startPatience(), settings.pullPatience(), settings.silentNodeAfter());
        return new JobFlow(
                cluster, attempts, classes, waits, say, health, gitlabs, secrets, interruptions, rerun, finish, clock);
    }

    @Produces
    @Singleton
    JobSecrets secrets(Cluster cluster) {
        return new JobSecrets(cluster, clock);
    }

    @Produces
    @Singleton
    Interruptions interruptions(
            Cluster cluster,
            ClassFile classes,
            JobSecrets secrets,
            GitLabs gitlabs,
            PodShelf pods,
            NodeShelf nodes,
            UsualLengths lengths,
            PoolMemory health,
            MeterRegistry meters) {
        return new Interruptions(
                cluster,
                classes,
                secrets,
                gitlabs,
                pods,
                nodes,
                lengths,
                health,
                meters,
                clock,
                settings.noticePatience());
    }

    @Produces
    @Singleton
    CapacityReporter capacity(
            ClassFile classes, PodShelf pods, Accepted accepted, WaitingRoom waiting, Announcements say) {
        return new CapacityReporter(classes, pods, accepted, waiting, say);
    }

    @Produces
    @Singleton
    Turns turns(ScheduledThreadPoolExecutor timer) {
        return new Turns(threads, timer);
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
    PodWatch watch(
            KubernetesClient client,
            ClassFile classes,
            PodShelf pods,
            Turns turns,
            CapacityReporter capacity,
            Leadership leadership) {
        return new PodWatch(
                client,
                namespaces(classes),
                pods,
                job -> {
                    turns.ask(job);
                    capacity.changed();
                },
                leadership::leads);
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

    private Collection<String> namespaces(ClassFile classes) {
        var all = new TreeSet<String>();
        classes.classes().stream().map(JobClass::namespace).forEach(all::add);
        all.addAll(settings.namespaces().orElse(List.of()));
        return all;
    }

    private static String userAgent() {
        return KubernetesClients.userAgent(Announcements.SERVICE, Composition.class);
    }
}
