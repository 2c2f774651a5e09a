package dev.ondes.scheduler.place;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.NodeLabels;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.nodes.Pool;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which spot pools lose their nodes and which capacity has no room, and so what is to be skipped for a while. In
 * memory alone: after a restart every pool is trusted again, which costs a few jobs another attempt at most.
 */
public final class PoolMemory implements PoolHealth {
    private static final Logger LOG = Logger.getLogger(PoolMemory.class);
    private static final int REMEMBERED = 10_000;
    /** Longer than the watch is behind, and than a lost node's object stays. */
    private static final Duration UNSEEN = Duration.ofHours(1);

    private final NodeShelf nodes;
    private final BackOff rules;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Pool, Standing> pools = new ConcurrentHashMap<>();
    private final Map<Room, Standing> rooms = new ConcurrentHashMap<>();
    /** Names of nodes, with their birth too where it is known, and uids of pods. */
    private final Ended<String> counted = new Ended<>(REMEMBERED);
    /** When nodes were lost that no watch had shown; one that is shown later, and is older, is that node. */
    private final Map<String, Instant> lostUnseen = new ConcurrentHashMap<>();

    /** What a class finds of a capacity: a large pod may find no room where small ones do. */
    private record Room(String jobClass, CapacityType capacity) {}

    public PoolMemory(NodeShelf nodes, BackOff rules, Clock clock, MeterRegistry meters) {
        this.nodes = nodes;
        this.rules = rules;
        this.clock = clock;
        this.meters = meters;
        meters.gauge(
                "ondes.scheduler.pools.skipped",
                this,
                memory -> memory.skippedPools().size());
    }

    @Override
    public void nodeLost(CapacityType capacity, String node, @Nullable String zone, @Nullable String nodeGroup) {
        NodeFacts known = nodes.find(node).orElse(null);
        boolean spot = Optional.ofNullable(known).flatMap(NodeFacts::capacity).orElse(capacity) == CapacityType.SPOT;
        // A cloud may give a lost node's name to the next one, which is another loss.
        String machine = known == null ? node : node + " of " + known.createdAt();
        if (!spot || counted.contains(machine) || (known != null && wasLostUnseen(known))) {
            return;
        }
        if (known == null) {
            remember(node);
        }
        counted.add(node);
        counted.add(machine);
        Pool pool = known == null ? poolOf(zone, nodeGroup) : known.pool();
        String type = known == null ? null : known.instanceType();
        meters.counter(
                        "ondes.scheduler.spot.losses",
                        "group",
                        pool.group() == null ? "" : pool.group().name(),
                        "zone",
                        Objects.requireNonNullElse(pool.zone(), ""),
                        "instance_type",
                        Objects.requireNonNullElse(type, ""))
                .increment();
        if (pool.named()) {
            fail(pools, pool, "pool", pool.toString());
        }
    }

    private boolean wasLostUnseen(NodeFacts node) {
        Instant lostAt = lostUnseen.get(node.name());
        return lostAt != null && !node.createdAt().isAfter(lostAt);
    }

    private void remember(String lost) {
        Instant now = clock.instant();
        lostUnseen.values().removeIf(at -> at.isBefore(now.minus(UNSEEN)));
        lostUnseen.put(lost, now);
    }

    @Override
    public void unschedulable(String jobClass, CapacityType capacity, String pod) {
        if (counted.contains(pod)) {
            return;
        }
        counted.add(pod);
        fail(rooms, new Room(jobClass, capacity), "room", jobClass + "/" + capacity.wire());
    }

    @Override
    public void served(String jobClass, CapacityType capacity, Instant at) {
        rooms.computeIfPresent(new Room(jobClass, capacity), (_, standing) -> {
            Standing next = standing.served(at);
            return next.equals(Standing.TRUSTED) ? null : next;
        });
    }

    private <K> void fail(Map<K, Standing> standings, K what, String kind, String name) {
        Instant now = clock.instant();
        standings.values().removeIf(standing -> standing.forgotten(now, rules));
        standings.compute(what, (_, known) -> {
            Standing before = known == null ? Standing.TRUSTED : known;
            Standing next = before.failed(now, rules);
            if (next.skipped(now) && !before.skipped(now)) {
                LOG.warn(LogLine.of(kind + " keeps failing, skipped for a while")
                        .with(LogKey.POOL, name)
                        .with(LogKey.UNTIL, next.skippedUntil()));
                meters.counter("ondes.scheduler.skips", "kind", kind, "what", name)
                        .increment();
            }
            return next;
        });
    }

    /** A notice names the group, but not the label by which pods are kept from it; other nodes of the group do. */
    private Pool poolOf(@Nullable String zone, @Nullable String nodeGroup) {
        NodeLabels.Group group = nodes.all().stream()
                .map(node -> node.pool().group())
                .filter(known -> known != null && known.name().equals(nodeGroup))
                .findFirst()
                .orElse(null);
        // The zone alone would bar all other groups in it.
        return group == null ? new Pool(null, null) : new Pool(group, zone);
    }

    /** Spot pools to be skipped now. */
    public Set<Pool> skippedPools() {
        Instant now = clock.instant();
        return pools.entrySet().stream()
                .filter(entry -> entry.getValue().skipped(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether pods of the class keep finding no node on that capacity. */
    public boolean hasNoRoom(String jobClass, CapacityType capacity) {
        Standing standing = rooms.get(new Room(jobClass, capacity));
        return standing != null && standing.skipped(clock.instant());
    }
}
