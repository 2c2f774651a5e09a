package dev.ondes.spot.lead;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.hearing.ManagedNodes;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.mark.Marking;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.node.PodFacts;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.publish.Announcements;
import dev.ondes.spot.publish.Outbox;
import dev.ondes.spot.settings.Mode;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import dev.ondes.spot.tell.Meters;
import dev.ondes.spot.tell.People;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster, a broker, and replicas of the core. Times are a tenth of what they are in earnest. */
final class World {
    static final String NODE = "node-1";
    static final String INSTANCE = "i-0aaaaaaaaaaaaaaa1";
    static final Duration FORCE_BEFORE = Duration.ofMillis(1500);

    final Clock clock = Clock.systemUTC();
    final Steps steps = new Steps();
    final FakeBroker broker = new FakeBroker(steps);
    final FakeNodes nodes = new FakeNodes(steps);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Map<NoticeKind, Mode> modes = Map.of();
    Duration cordonAfter = Duration.ofMillis(400);
    Duration patience = Duration.ofMillis(1200);
    Duration sayPatience = Duration.ofMillis(300);
    boolean forceDelete;
    boolean dryRun;
    boolean outOfService;
    List<String> managed = List.of();
    Duration rebalanceTimeout = Duration.ofMinutes(30);
    Duration maintenanceDrainBefore = Duration.ofSeconds(2);

    World() {
        nodes.add(node(NODE, INSTANCE));
    }

    static Node node(String name, String instance) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-" + name)
                .addToLabels("topology.kubernetes.io/zone", "eu-west-1a")
                .addToLabels("node.kubernetes.io/instance-type", "m6i.large")
                .addToLabels("eks.amazonaws.com/nodegroup", "ci-spot")
                .addToLabels("eks.amazonaws.com/capacityType", "SPOT")
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///eu-west-1a/" + instance)
                .endSpec()
                .build();
    }

    /** Of no cloud. */
    static Node nodeWithoutMachine(String name, String uid) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    static PodFacts pod(String name) {
        return new PodFacts("apps", name, "uid-" + name, false, false, false, false, false, Duration.ofSeconds(30));
    }

    static PodFacts ciPod(String name) {
        return new PodFacts("ci", name, "uid-" + name, true, false, false, false, false, Duration.ofSeconds(30));
    }

    Notice spot(String source, Duration left) {
        return notice(NoticeKind.SPOT_INTERRUPTION, source, left);
    }

    Notice notice(NoticeKind kind, String source, Duration left) {
        return notice(kind, InstanceAction.TERMINATE, source, left);
    }

    Notice notice(NoticeKind kind, InstanceAction action, String source, Duration left) {
        return notice(INSTANCE, kind, action, source, left);
    }

    /** Of another machine than {@link #NODE}'s. */
    Notice spotOf(String instance, Duration left) {
        return noticeOf(instance, NoticeKind.SPOT_INTERRUPTION, left);
    }

    Notice noticeOf(String instance, NoticeKind kind, @Nullable Duration left) {
        return noticeOf(instance, kind, "sqs", left);
    }

    Notice noticeOf(String instance, NoticeKind kind, String source, @Nullable Duration left) {
        return notice(instance, kind, InstanceAction.TERMINATE, source, left);
    }

    /** That was said so long ago. */
    Notice said(Duration ago, NoticeKind kind, String source) {
        return new Notice(
                Provider.AWS,
                NodeId.ofMachine(INSTANCE),
                kind,
                InstanceAction.TERMINATE,
                clock.instant().minus(ago),
                null,
                source,
                "raw");
    }

    private Notice notice(
            String instance, NoticeKind kind, InstanceAction action, String source, @Nullable Duration left) {
        Instant now = clock.instant();
        return new Notice(
                Provider.AWS,
                NodeId.ofMachine(instance),
                kind,
                action,
                now,
                left == null ? null : now.plus(left),
                source,
                "raw");
    }

    /** A person's, by a cordon: it names the node alone. */
    Notice requestOf(String node) {
        return new Notice(
                Provider.KUBERNETES,
                new NodeId(node, null, null),
                NoticeKind.DRAIN_REQUESTED,
                InstanceAction.UNKNOWN,
                clock.instant(),
                null,
                "cordon",
                "raw");
    }

    Withdrawal withdrawal(NoticeKind kind, String source) {
        return new Withdrawal(
                Provider.AWS, NodeId.ofMachine(INSTANCE), kind, source, clock.instant(), "It came to nothing");
    }

    Replica replica() {
        return new Replica();
    }

    /** One process. */
    final class Replica {
        final NodeIndex index = new NodeIndex();
        final Outbox outbox = new Outbox(broker);
        final NoticeFlow flow;
        final Drains drains;
        private final Marking marking;
        private final Round round;
        private final NoticeHandler onNotice;
        private final CancelledHandler onCancelled;
        private volatile boolean dead;

        Replica() {
            nodes.watchedBy(index);
            var meters = new Meters(World.this.meters, clock);
            var say = new Announcements(outbox, clock);
            var all = new Modes(modes);
            marking = new Marking(
                    index,
                    nodes,
                    new Marking.Rules(all, TaintEffect.NO_SCHEDULE, false, true, outOfService),
                    meters,
                    clock);
            drains = new Drains(
                    index,
                    nodes,
                    marking,
                    say,
                    _ -> {},
                    new Drains.Rules(
                            all,
                            maintenanceDrainBefore,
                            FORCE_BEFORE,
                            Duration.ofSeconds(20),
                            forceDelete,
                            sayPatience),
                    meters,
                    clock);
            flow = new NoticeFlow(
                    index,
                    () -> true,
                    node -> node.equals(NODE) ? List.of(new JobOnNode(4711, "ondes-small-4711-1")) : List.of(),
                    say,
                    marking,
                    new NoticeFlow.Rules(
                            cordonAfter,
                            patience,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            rebalanceTimeout,
                            new ManagedNodes(managed),
                            dryRun),
                    meters,
                    clock);
            round = new Round(index, flow, drains, rebalanceTimeout, clock);
            var people = new People(List.of(), clock);
            var patience = new ApiPatience(Duration.ofMillis(300), Duration.ofMillis(20));
            onNotice = new NoticeHandler(marking, drains, people, patience);
            onCancelled = new CancelledHandler(marking, drains, people, patience);
        }

        /** As {@code SpotWatcher} does when it leads. */
        Replica lead() {
            drains.start();
            broker.consume(this::handle);
            look();
            return this;
        }

        void look() {
            round.lookAtAll();
        }

        /** As if the process had ended: its threads may be in a call, but nothing more comes of it. */
        void die() {
            dead = true;
            broker.consumeNoMore();
            drains.stop();
            outbox.stop();
        }

        void handleForTest(Event<?> event) {
            handle(event);
        }

        @SuppressWarnings("unchecked")
        private void handle(Event<?> event) {
            if (dead) {
                throw new IllegalStateException("dead");
            }
            switch (event.data()) {
                case TerminationNotice _ -> onNotice.on((Event<TerminationNotice>) event);
                case TerminationCancelled _ -> onCancelled.on((Event<TerminationCancelled>) event);
                default -> throw new AssertionError(event);
            }
        }
    }
}
