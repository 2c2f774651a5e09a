package dev.ondes.spot.node;

import dev.ondes.contracts.node.Provider;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All nodes as last seen, found by name or by machine: no call to the cloud or to the API server on a notice's way. What we
 * changed is put in at once, without waiting for the watch. Thread-safe.
 */
public final class NodeIndex {
    private final Map<String, NodeFacts> byName = new ConcurrentHashMap<>();
    private final Map<String, String> byMachine = new ConcurrentHashMap<>();

    public Optional<NodeFacts> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<NodeFacts> ofMachine(Provider provider, String instanceId) {
        return Optional.ofNullable(byMachine.get(key(provider, instanceId))).flatMap(this::named);
    }

    public Collection<NodeFacts> all() {
        return List.copyOf(byName.values());
    }

    /** What the watch or an answer shows; an older version than the one known is passed by. */
    public void see(Node node) {
        NodeFacts facts = NodeReader.read(node);
        byName.merge(facts.name(), facts, (known, seen) -> isOlder(seen, known) ? known : seen);
        facts.machine().ifPresent(machine -> byMachine.put(key(machine.provider(), machine.id()), facts.name()));
    }

    public void vanished(Node node) {
        NodeFacts facts = NodeReader.read(node);
        byName.computeIfPresent(facts.name(), (_, known) -> known.uid().equals(facts.uid()) ? null : known);
        facts.machine().ifPresent(machine -> byMachine.remove(key(machine.provider(), machine.id()), facts.name()));
    }

    private static boolean isOlder(NodeFacts seen, NodeFacts known) {
        return seen.uid().equals(known.uid()) && version(seen) < version(known);
    }

    /** Versions are to be compared for equality only, by the book; the API server's are numbers that grow. */
    private static long version(NodeFacts node) {
        try {
            return Long.parseLong(node.version());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String key(Provider provider, String instanceId) {
        return provider.wire() + ":" + instanceId;
    }
}
