package dev.ondes.scheduler.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes as last seen, also those that have gone lately: what is to be said of a lost job is asked after its node went.
 * Thread-safe.
 */
public final class NodeShelf {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, Entry> nodes = new ConcurrentHashMap<>();

    private record Entry(NodeFacts node, @Nullable Instant goneAt) {}

    public NodeShelf(Clock clock) {
        this.clock = clock;
    }

    public void seen(NodeFacts node) {
        nodes.put(node.name(), new Entry(node, null));
    }

    public void vanished(String name) {
        Instant now = clock.instant();
        nodes.computeIfPresent(name, (_, known) -> new Entry(known.node(), now));
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
