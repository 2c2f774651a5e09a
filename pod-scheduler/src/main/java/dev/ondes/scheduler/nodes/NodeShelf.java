package dev.ondes.scheduler.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes as last seen, also those that have gone lately: what is to be said of a lost job is asked after its node went.
 * Thread-safe.
 */
public final class NodeShelf {
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** More nodes of one name matter to no pod that is there. */
    private static final int BIRTHS = 10;

    private final Clock clock;
    private final Map<String, Entry> nodes = new ConcurrentHashMap<>();

    /** @param births of this node and of earlier ones of its name, the latest last */
    private record Entry(NodeFacts node, @Nullable Instant goneAt, List<Instant> births) {}

    public NodeShelf(Clock clock) {
        this.clock = clock;
    }

    public void seen(NodeFacts node) {
        nodes.compute(node.name(), (_, known) -> new Entry(node, null, births(known, node.createdAt())));
    }

    private static List<Instant> births(@Nullable Entry known, Instant birth) {
        Stream<Instant> earlier = known == null ? Stream.of() : known.births().stream();
        List<Instant> all =
                Stream.concat(earlier, Stream.of(birth)).distinct().sorted().toList();
        return all.subList(Math.max(0, all.size() - BIRTHS), all.size());
    }

    /** Whether a node of that name came into being after the one time and not after the other. */
    public boolean wasBornBetween(String name, Instant after, Instant until) {
        Entry entry = nodes.get(name);
        return entry != null
                && entry.births().stream().anyMatch(birth -> birth.isAfter(after) && !birth.isAfter(until));
    }

    public void vanished(String name) {
        Instant now = clock.instant();
        nodes.computeIfPresent(name, (_, known) -> new Entry(known.node(), now, known.births()));
        Instant oldest = now.minus(REMEMBERED);
        nodes.values()
                .removeIf(entry -> entry.goneAt() != null && entry.goneAt().isBefore(oldest));
    }

    /** Also one that has gone in the last hour. */
    public Optional<NodeFacts> find(@Nullable String name) {
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(nodes.get(name)).map(Entry::node);
    }

    /** All that are known, also those that have gone lately: their pools may give new ones. */
    public List<NodeFacts> all() {
        return nodes.values().stream().map(Entry::node).toList();
    }
}
