package dev.ondes.spot.sqs;

import dev.ondes.contracts.node.Provider;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.sqs.hook.AutoScaling;
import dev.ondes.spot.sqs.hook.HookKeeper;
import dev.ondes.spot.sqs.hook.HookNodes;
import dev.ondes.spot.sqs.queue.Handler;
import dev.ondes.spot.sqs.queue.Patience;
import dev.ondes.spot.sqs.queue.Received;
import dev.ondes.spot.sqs.queue.Verdict;
import dev.ondes.spot.sqs.read.AwsMessage;
import dev.ondes.spot.sqs.read.InstanceNotice;
import dev.ondes.spot.sqs.read.LifecycleHook;
import dev.ondes.spot.sqs.read.MessageReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A message's way: read, announced, and only then done with. Queues tell of every instance of the account and region: that one
 * isn't a node of ours is the normal case. Waits in its own thread for the broker, and for the API server where a hook is to be
 * noted, as long as it takes: a message that is given back too often becomes a dead letter. Thread-safe.
 */
public final class MessageHandler implements Handler {
    private static final Logger LOG = Logger.getLogger(MessageHandler.class);
    /** The source's name in events and metrics. */
    public static final String SOURCE = "sqs";

    private static final Duration STEP = Duration.ofMillis(500);
    /** For a broker or an API server that is away. */
    private static final Duration AWAY_STEP = Duration.ofSeconds(1);

    private static final Duration UNUSABLE_STEP = Duration.ofSeconds(1);

    private final MessageReader reader = new MessageReader();
    private final Notices notices;
    private final HookNodes nodes;
    private final AutoScaling scaling;
    private final HookKeeper keeper;
    private final MessageSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    public MessageHandler(
            Notices notices,
            HookNodes nodes,
            AutoScaling scaling,
            HookKeeper keeper,
            MessageSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.notices = notices;
        this.nodes = nodes;
        this.scaling = scaling;
        this.keeper = keeper;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Verdict handle(Received message, Patience patience) throws InterruptedException {
        AwsMessage read = reader.read(message.body(), message.sent());
        meters.counter("ondes.spot.sqs.messages", "type", read.type().wire()).increment();
        return switch (read) {
            case AwsMessage.Instances instances -> instances(instances, message, patience);
            case AwsMessage.Terminating terminating -> terminating(terminating, message, patience);
            case AwsMessage.Launching launching -> launching(launching, patience);
            case AwsMessage.Nothing _ -> new Verdict.Done("nothing");
            case AwsMessage.Unusable unusable -> new Verdict.Again(UNUSABLE_STEP, unusable.why());
            case AwsMessage.Junk junk -> {
                LOG.warn(LogLine.of("a message that can't be read is deleted")
                        .with(LogKey.SUBJECT, message.id())
                        .why(junk.why()));
                yield new Verdict.Done("junk");
            }
        };
    }

    /** Done with when all of its instances are: one that fails brings the message back, and the others are known then. */
    private Verdict instances(AwsMessage.Instances message, Received received, Patience patience)
            throws InterruptedException {
        boolean ours = false;
        for (InstanceNotice notice : message.notices()) {
            ours |= announce(notice, received, patience) != Heard.FOREIGN;
        }
        return new Verdict.Done(ours ? "announced" : "foreign");
    }

    private Heard announce(InstanceNotice notice, Received message, Patience patience) throws InterruptedException {
        Instant patient = message.sent().plus(settings.unknownPatience());
        Heard heard = say(notice, patience);
        while (heard == Heard.FOREIGN
                && mayBecomeNode(notice)
                && clock.instant().isBefore(patient)
                && patience.waitAside()) {
            patience.pause(STEP);
            heard = say(notice, patience);
        }
        return heard;
    }

    /** What has a lead is worth a wait: a node that comes up a moment later would get jobs. */
    private static boolean mayBecomeNode(InstanceNotice notice) {
        return !notice.withdrawn()
                && switch (notice.kind()) {
                    case SPOT_INTERRUPTION, REBALANCE_RECOMMENDED, CAPACITY_RESERVATION_ENDED, MAINTENANCE -> true;
                    case INSTANCE_STOPPING,
                            GROUP_SCALE_IN,
                            INSTANCE_UNHEALTHY,
                            SCALE_DOWN,
                            SCALE_DOWN_CANDIDATE,
                            CONSOLIDATION,
                            DRAIN_REQUESTED,
                            NODE_DELETED,
                            NODE_SILENT,
                            UNKNOWN -> false;
                };
    }

    /** Says it until the broker has it: until then the message stays ours. */
    private Heard say(InstanceNotice notice, Patience patience) throws InterruptedException {
        while (true) {
            try {
                return notice.withdrawn() ? notices.withdrawn(withdrawal(notice)) : notices.heard(notice(notice));
            } catch (NotTakenException e) {
                patience.waitAside();
                patience.pause(AWAY_STEP);
            }
        }
    }

    private static Notice notice(InstanceNotice notice) {
        return new Notice(
                Provider.AWS,
                NodeId.ofMachine(notice.instanceId()),
                notice.kind(),
                notice.action(),
                notice.said(),
                notice.deadline(),
                SOURCE,
                notice.rawId());
    }

    private static Withdrawal withdrawal(InstanceNotice notice) {
        return new Withdrawal(
                Provider.AWS,
                NodeId.ofMachine(notice.instanceId()),
                notice.kind(),
                SOURCE,
                notice.said(),
                switch (notice.kind()) {
                    case MAINTENANCE -> "the maintenance is over or was cancelled";
                    default -> "the instance runs again";
                });
    }

    /** Announced first; then the hook, where it is ours, is noted on the node, for the leader to hold and complete. */
    private Verdict terminating(AwsMessage.Terminating message, Received received, Patience patience)
            throws InterruptedException {
        LifecycleHook hook = message.hook();
        Patience holding = holding(hook, patience);
        return switch (announce(message.notice(), received, holding)) {
            case TAKEN, KNOWN -> {
                if (!settings.holds(hook.group())) {
                    yield new Verdict.Done("announced");
                }
                Optional<String> node = nodes.node(hook.instanceId());
                if (node.isEmpty()) {
                    yield complete(hook);
                }
                note(node.get(), hook, holding);
                yield new Verdict.Done("announced");
            }
            // Perhaps a node of another cluster, whose own watcher holds the hook: it isn't ours to complete.
            case FOREIGN -> settings.isOurs(hook.group()) ? complete(hook) : new Verdict.Done("foreign");
            case PAST -> new Verdict.Done("past");
            case UNMANAGED -> new Verdict.Done("unmanaged");
            case DRY_RUN -> new Verdict.Done("dry-run");
        };
    }

    private void note(String node, LifecycleHook hook, Patience patience) throws InterruptedException {
        if (nodes.note(node, hook)) {
            return;
        }
        LOG.warn(LogLine.of("a lifecycle hook can't be noted while the API server is away, and is prolonged until then")
                .with(LogKey.NODE, node)
                .with(LogKey.SUBJECT, subject(hook)));
        do {
            patience.waitAside();
            patience.pause(AWAY_STEP);
        } while (!nodes.note(node, hook));
    }

    /** Prolongs the hook of a node of ours while its message waits: before it is noted on the node, nobody else does. */
    private Patience holding(LifecycleHook hook, Patience patience) {
        return new Patience() {
            @Override
            public boolean waitAside() {
                return patience.waitAside();
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                if (settings.holds(hook.group())
                        && nodes.node(hook.instanceId()).isPresent()) {
                    keeper.hold(hook);
                }
                patience.pause(duration);
            }
        };
    }

    /** Only where the group is named as ours: else another cluster's hook would be completed. */
    private Verdict launching(AwsMessage.Launching message, Patience patience) throws InterruptedException {
        LifecycleHook hook = message.hook();
        if (!settings.isOurs(hook.group())) {
            return new Verdict.Done("foreign");
        }
        Instant end = hook.since().plus(settings.launchPatience());
        while (message.becomesNode() && !nodes.isReady(hook.instanceId())) {
            if (!clock.instant().isBefore(end)) {
                LOG.warn(LogLine.of("a launched instance is no ready node in time; its hook is left to its default")
                        .with(LogKey.SUBJECT, subject(hook))
                        .with(LogKey.WAIT, settings.launchPatience()));
                return new Verdict.Done("not-ready");
            }
            patience.waitAside();
            patience.pause(STEP);
        }
        return complete(hook);
    }

    private static String subject(LifecycleHook hook) {
        return hook.group() + "/" + hook.instanceId();
    }

    private Verdict complete(LifecycleHook hook) {
        return switch (scaling.complete(hook)) {
            case AutoScaling.Answer.Done _, AutoScaling.Answer.Over _ -> new Verdict.Done("completed");
            case AutoScaling.Answer.Denied(String why) -> throw new IllegalStateException(why);
            case AutoScaling.Answer.Failed(String why) -> throw new IllegalStateException(why);
        };
    }
}
