package dev.ondes.spot.drain;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.limit.Urgency;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeCalls.Read;
import dev.ondes.spot.node.PodFacts;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The drain of one node, in a thread of its own: look at its pods, evict, wait, look again, until all that was to go is gone
 * or the time is up. It asks before each round whether it still is to be done, and how long there is. One list of pods per
 * round, however many pods; {@link Refused} are asked for again.
 */
final class NodeDrain {
    private static final Logger LOG = Logger.getLogger(NodeDrain.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    /** For an API server that is away: a drain that begins when the time is up tries for so long to evict once. */
    private static final Duration LEAST = Duration.ofSeconds(10);
    /** Left to the kubelet to tell of a pod's end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final String node;
    private final NodeCalls calls;
    private final Supplier<Optional<Drainable>> asked;
    private final Supplier<Boolean> nodeIsThere;
    private final boolean forceDelete;
    private final Pause pause;
    private final Clock clock;

    private final Refused refused = new Refused();
    private final Set<String> evicted = ConcurrentHashMap.newKeySet();
    private final Set<String> forced = ConcurrentHashMap.newKeySet();
    /** Whether a look was made in time, and whether one when it was late. */
    private final Set<Boolean> looked = new HashSet<>();

    private Instant begun = Instant.MAX;
    private int left;

    /** Waits; ends early when something changed. */
    interface Pause {
        /** Tells false when this process no longer is to drain. */
        boolean await(Duration atMost);
    }

    NodeDrain(
            String node,
            NodeCalls calls,
            Supplier<Optional<Drainable>> asked,
            Supplier<Boolean> nodeIsThere,
            boolean forceDelete,
            Pause pause,
            Clock clock) {
        this.node = node;
        this.calls = calls;
        this.asked = asked;
        this.nodeIsThere = nodeIsThere;
        this.forceDelete = forceDelete;
        this.pause = pause;
        this.clock = clock;
    }

    /** Empty when it was cut off, or never begun: nothing was done then that somebody must know of. */
    Optional<NodeDrained> run() {
        Drainable last = null;
        Instant nextRound = Instant.MIN;
        while (true) {
            Optional<Drainable> now = asked.get();
            if (!nodeIsThere.get()) {
                return end(last, DrainOutcome.NODE_GONE);
            }
            if (now.isEmpty()) {
                return end(last, DrainOutcome.CANCELLED);
            }
            Drainable drain = now.get();
            Instant time = clock.instant();
            if (time.isBefore(drain.from())) {
                if (!pause.await(Duration.between(time, drain.from()))) {
                    return Optional.empty();
                }
                continue;
            }
            boolean sameTask = last != null && last.entry().equals(drain.entry());
            if (sameTask && time.isBefore(nextRound)) {
                if (!pause.await(Duration.between(time, nextRound))) {
                    return Optional.empty();
                }
                continue;
            }
            if (last == null) {
                LOG.info(LogLine.of("drain begins")
                        .with(LogKey.NODE, node)
                        .with(LogKey.REASON, drain.entry().kind().wire())
                        .with(LogKey.WAIT, Duration.between(time, drain.until())));
                begun = time;
            }
            // Without a deadline the limit counts from the beginning.
            last = drain.entry().deadline() == null
                            && last != null
                            && last.entry().id().equals(drain.entry().id())
                    ? last
                    : drain;
            Optional<DrainOutcome> outcome = round(last);
            if (outcome.isPresent()) {
                return end(last, outcome.get());
            }
            nextRound = clock.instant().plus(untilNext(last));
        }
    }

    /** Evicts also when the time is up, once: some notices come at the very end or after it, and the pods are still there. */
    private Optional<DrainOutcome> round(Drainable drain) {
        try {
            DrainPlan plan = look(drain);
            Instant now = clock.instant();
            left = plan.waiting().size() + plan.spared().size();
            if (plan.done(drain.mode())) {
                return Optional.of(DrainOutcome.COMPLETED);
            }
            AtOnce.run(plan.evict().stream()
                    .filter(pod -> refused.mayBeAsked(pod.uid(), now))
                    .<Runnable>map(pod -> () -> evict(pod, drain))
                    .toList());
            AtOnce.run(plan.force().stream()
                    .<Runnable>map(pod -> () -> delete(pod, drain))
                    .toList());
            return now.isBefore(drain.until()) ? Optional.empty() : Optional.of(DrainOutcome.DEADLINE_REACHED);
        } catch (KubernetesClientException e) {
            LOG.warn(LogLine.of("drain waits for the API server")
                    .with(LogKey.NODE, node)
                    .why(e.getMessage()));
            Instant now = clock.instant();
            if (!now.isBefore(drain.until()) && !now.isBefore(begun.plus(LEAST))) {
                return Optional.of(DrainOutcome.DEADLINE_REACHED);
            }
        }
        return Optional.empty();
    }

    /**
     * What pods wait for is the first look, and the first one when it is late. Further ones, each second, spare etcd; that
     * nothing is left is believed when it is surely so.
     */
    private DrainPlan look(Drainable drain) {
        boolean late = isLate(drain, clock.instant());
        if (!looked.contains(late)) {
            DrainPlan plan = plan(drain, Read.CONSISTENT, Urgency.ofDrain(drain.until()));
            looked.add(late);
            return plan;
        }
        Instant urgency = Urgency.ofLookingAgain(drain.until());
        DrainPlan plan = plan(drain, Read.CACHED, urgency);
        return plan.done(drain.mode()) ? plan(drain, Read.CONSISTENT, urgency) : plan;
    }

    private DrainPlan plan(Drainable drain, Read read, Instant urgency) {
        List<PodFacts> pods = calls.podsOn(node, read, urgency);
        return DrainPlan.of(pods, drain.mode(), isLate(drain, clock.instant()), forceDelete);
    }

    private static boolean isLate(Drainable drain, Instant now) {
        return !now.isBefore(drain.lateAt());
    }

    private void evict(PodFacts pod, Drainable drain) {
        switch (calls.evict(pod, grace(pod, drain), Urgency.ofDrain(drain.until()))) {
            case GOES -> evicted.add(pod.uid());
            case GONE -> {}
            case NOT_NOW -> refused.add(pod.uid(), clock.instant(), drain.until());
        }
    }

    private void delete(PodFacts pod, Drainable drain) {
        calls.delete(pod, grace(pod, drain), Urgency.ofDrain(drain.until()));
        forced.add(pod.uid());
        LOG.warn(LogLine.of("deleted though a disruption budget holds it")
                .with(LogKey.NODE, node)
                .with(LogKey.POD, pod.namespace() + "/" + pod.name()));
    }

    /**
     * The pod's own, but not beyond the node's end; a pod that ignores TERM is killed while there is a kubelet to do so. An end
     * that was over already when the drain began tells nothing of how long there is.
     */
    private Duration grace(PodFacts pod, Drainable drain) {
        if (drain.entry().deadline() == null || !begun.isBefore(drain.until())) {
            return pod.grace();
        }
        Duration room = Duration.between(clock.instant(), drain.until()).minus(MARGIN);
        Duration least = Duration.ofSeconds(1);
        return Durations.longer(least, Durations.shorter(room, pod.grace()));
    }

    private Duration untilNext(Drainable drain) {
        Instant now = clock.instant();
        Duration wait = refused.untilNext(now)
                .map(next -> Durations.shorter(next, ROUND))
                .orElse(ROUND);
        Duration toLate = Duration.between(now, drain.lateAt());
        return toLate.isPositive() ? Durations.shorter(wait, toLate) : wait;
    }

    private Optional<NodeDrained> end(@Nullable Drainable last, DrainOutcome outcome) {
        if (last == null) {
            return Optional.empty();
        }
        return Optional.of(new NodeDrained(
                last.entry().id(),
                node,
                last.entry().kind(),
                outcome,
                evicted.size(),
                forced.size(),
                outcome == DrainOutcome.COMPLETED || outcome == DrainOutcome.DEADLINE_REACHED ? left : 0,
                begun,
                clock.instant()));
    }
}
