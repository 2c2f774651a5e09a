package dev.ondes.spot.drain;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.mark.Marking;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.publish.Announcements;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.tell.Meters;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All drains under way: one per node, each in a virtual thread. What is to be drained stands in the nodes' ledgers, so that
 * {@link #lookAtAll} is all that a new leader needs. The leader's; {@link #stop} ends it for good.
 */
public final class Drains {
    private static final Logger LOG = Logger.getLogger(Drains.class);

    /**
     * When what happens, and how hard.
     *
     * @param sayPatience how long the end of a drain waits for the broker before it is noted all the same
     */
    public record Rules(
            Modes modes,
            Duration maintenanceDrainBefore,
            Duration forceBefore,
            Duration limit,
            boolean forceDelete,
            Duration sayPatience) {
        Drainable.Times times() {
            return new Drainable.Times(maintenanceDrainBefore, forceBefore, limit);
        }
    }

    private final NodeIndex nodes;
    private final NodeCalls calls;
    private final Marking marking;
    private final Announcements say;
    private final Consumer<NodeDrained> onEnd;
    private final Rules rules;
    private final Meters meters;
    private final Clock clock;

    private final Map<String, Bell> running = new ConcurrentHashMap<>();
    private volatile boolean leading;

    /** @param onEnd told of each end, after the broker */
    public Drains(
            NodeIndex nodes,
            NodeCalls calls,
            Marking marking,
            Announcements say,
            Consumer<NodeDrained> onEnd,
            Rules rules,
            Meters meters,
            Clock clock) {
        this.nodes = nodes;
        this.calls = calls;
        this.marking = marking;
        this.say = say;
        this.onEnd = onEnd;
        this.rules = rules;
        this.meters = meters;
        this.clock = clock;
    }

    /** This process leads. */
    public void start() {
        leading = true;
        lookAtAll();
    }

    public void stop() {
        leading = false;
        running.values().forEach(Bell::ring);
    }

    /** How many nodes are being drained. */
    public int running() {
        return running.size();
    }

    /** Begins every drain that a ledger asks for and that isn't under way. */
    public void lookAtAll() {
        nodes.all().forEach(node -> look(node.name()));
    }

    /** Begins the node's drain if its ledger asks for one; one under way takes note of what has changed. */
    public void look(String node) {
        if (!leading || drainable(node).isEmpty()) {
            return;
        }
        running.computeIfAbsent(node, _ -> {
            var bell = new Bell();
            Thread.startVirtualThread(() -> drain(node, bell));
            return bell;
        });
        changed(node);
    }

    /** Something is written on the node: its drain, if it waits, looks again. */
    public void changed(String node) {
        Bell bell = running.get(node);
        if (bell != null) {
            bell.ring();
        }
    }

    private Optional<Drainable> drainable(String node) {
        return nodes.named(node).flatMap(facts -> Drainable.of(facts, rules.modes(), rules.times(), clock.instant()));
    }

    private void drain(String node, Bell bell) {
        try {
            var drain = new NodeDrain(
                    node,
                    calls,
                    () -> drainable(node),
                    () -> nodes.named(node).isPresent(),
                    rules.forceDelete(),
                    atMost -> bell.await(atMost, () -> leading),
                    clock);
            drain.run().ifPresent(this::end);
        } catch (RuntimeException e) {
            LOG.error(LogLine.of("drain broke off, begins again").with(LogKey.NODE, node), e);
            meters.failed("drain", "broke-off");
        } finally {
            running.remove(node);
        }
    }

    private void end(NodeDrained drained) {
        LOG.info(LogLine.of("drain ended")
                .with(LogKey.NODE, drained.node())
                .with(LogKey.STATUS, drained.outcome().wire())
                .with(LogKey.COUNT, drained.evicted() + drained.forced()));
        meters.drained(drained);
        awaitSaid(drained);
        if (!leading) {
            // Who leads next finds it drained nowhere: it drains an empty node, and says so.
            return;
        }
        if (drained.outcome() != DrainOutcome.NODE_GONE && drained.outcome() != DrainOutcome.CANCELLED) {
            marking.drained(drained.node(), drained.noticeId());
        }
        onEnd.accept(drained);
    }

    /** Said before it is noted, for what is noted is never said again; a broker that is away holds up nobody for long. */
    private void awaitSaid(NodeDrained drained) {
        CompletableFuture<Void> said = say.drained(drained);
        try {
            said.get(rules.sayPatience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(LogLine.of("the end of a drain waits for the broker").with(LogKey.NODE, drained.node()));
        } catch (ExecutionException e) {
            if (!leading) {
                return;
            }
            LOG.error(LogLine.of("the end of a drain can't be said").with(LogKey.NODE, drained.node()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
