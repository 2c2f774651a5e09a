package dev.ondes.spot;

import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.kubernetes.lead.LeaseSettings;
import dev.ondes.messaging.Events;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.hearing.ManagedNodes;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.intake.Departures;
import dev.ondes.spot.intake.TokenGuard;
import dev.ondes.spot.lead.ApiPatience;
import dev.ondes.spot.lead.Round;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.mark.Marking;
import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.KubernetesNodeCalls;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.node.NodeWatch;
import dev.ondes.spot.publish.Announcements;
import dev.ondes.spot.publish.Outbox;
import dev.ondes.spot.settings.SpotSettings;
import dev.ondes.spot.tell.KubernetesEvents;
import dev.ondes.spot.tell.Meters;
import dev.ondes.spot.tell.People;
import dev.ondes.spot.tell.Webhook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** How the parts are put together. Each is a plain object; this is the one place that knows them all. */
@ApplicationScoped
public class Composition {
    private final SpotSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Composition(SpotSettings settings) {
        settings.check();
        this.settings = settings;
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    /** Never repeats a request by itself: what is worth repeating, and for how long, its callers know. */
    @Produces
    @Singleton
    KubernetesClient kubernetes() {
        return KubernetesClients.create(
                settings.kubeconfig(), userAgent(), settings.kubernetesRequestLimit(), 0, threads);
    }

    static void close(@Disposes KubernetesClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Meters meters(MeterRegistry registry) {
        return new Meters(registry, clock);
    }

    @Produces
    @Singleton
    ApiLimiter limiter() {
        return new ApiLimiter(settings.apiCallsPerSecond(), System::nanoTime);
    }

    @Produces
    @Singleton
    NodeIndex nodes() {
        return new NodeIndex();
    }

    @Produces
    @Singleton
    NodeWatch nodeWatch(KubernetesClient client, NodeIndex nodes, Drains drains) {
        return new NodeWatch(client, nodes, drains::changed);
    }

    @Produces
    @Singleton
    CiPods pods(KubernetesClient client) {
        return new CiPods(client, clock);
    }

    @Produces
    @Singleton
    NodeCalls calls(KubernetesClient client, NodeIndex nodes, ApiLimiter limiter, MeterRegistry registry) {
        return new KubernetesNodeCalls(client, nodes, limiter, registry);
    }

    @Produces
    @Singleton
    Outbox outbox(Events events, MeterRegistry registry) {
        var outbox = new Outbox(events);
        registry.gauge("ondes.spot.outbox", outbox, Outbox::waiting);
        return outbox;
    }

    @Produces
    @Singleton
    Announcements announcements(Outbox outbox) {
        return new Announcements(outbox, clock);
    }

    @Produces
    @Singleton
    Marking marking(NodeIndex nodes, NodeCalls calls, Meters meters) {
        var rules = new Marking.Rules(
                settings.allModes(),
                settings.taintEffect(),
                settings.excludeFromLoadBalancers(),
                settings.condition(),
                settings.outOfServiceTaint());
        return new Marking(nodes, calls, rules, meters, clock);
    }

    @Produces
    @Singleton
    Drains drains(NodeIndex nodes, NodeCalls calls, Marking marking, Announcements say, People people, Meters meters) {
        var rules = new Drains.Rules(
                settings.allModes(),
                settings.maintenanceDrainBefore(),
                settings.forceBefore(),
                settings.drainLimit(),
                settings.forceDelete(),
                settings.publishPatience());
        return new Drains(nodes, calls, marking, say, people::drained, rules, meters, clock);
    }

    @Produces
    @Singleton
    NoticeFlow flow(NodeIndex nodes, NodeWatch watch, CiPods pods, Announcements say, Marking marking, Meters meters) {
        var rules = new NoticeFlow.Rules(
                settings.cordonWithoutBrokerAfter(),
                settings.publishPatience(),
                settings.deadlineTolerance(),
                settings.gcpNotice(),
                settings.rebalanceTimeout(),
                new ManagedNodes(settings.managedLabels().orElse(List.of())),
                settings.dryRun());
        return new NoticeFlow(nodes, watch::synced, pods::jobsOn, say, marking, rules, meters, clock);
    }

    @Produces
    @Singleton
    Round round(NodeIndex nodes, NoticeFlow flow, Drains drains) {
        return new Round(nodes, flow, drains, settings.rebalanceTimeout(), clock);
    }

    @Produces
    @Singleton
    ApiPatience patience() {
        return new ApiPatience(Duration.ofSeconds(20), Duration.ofMillis(250));
    }

    @Produces
    @Singleton
    People people(KubernetesClient client, CiPods pods, ApiLimiter limiter, Meters meters) {
        List<People.Teller> tellers = new ArrayList<>();
        if (settings.nodeEvents()) {
            tellers.add(new KubernetesEvents(client, pods, limiter, settings.podEvents(), meters, clock));
        }
        settings.webhook()
                .urlFile()
                .ifPresent(file ->
                        tellers.add(new Webhook(file, settings.webhook(), meters, Duration.ofSeconds(1), clock)));
        return new People(tellers, clock);
    }

    @Produces
    @Singleton
    TokenGuard guard() {
        return new TokenGuard(settings.tokenFile());
    }

    @Produces
    @Singleton
    Departures departures(NodeIndex nodes, CiPods pods) {
        return new Departures(nodes, node -> !pods.on(node).isEmpty());
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
