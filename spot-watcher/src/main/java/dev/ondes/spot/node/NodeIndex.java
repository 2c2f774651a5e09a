package dev.ondes.spot.node;

import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All nodes as last seen, found by name or by machine: no call to the cloud or to the API server on a notice's way. What we
 * changed is put in at once, without waiting for the watch. Thread-safe.
 */
public final class NodeIndex {
    private final Map<String, NodeFacts> byName = new ConcurrentHashMap<>();
    /** Names; changed only with the entry of {@link #byName} that they lead to, so that none is left behind. */
    private final Map<String, String> byMachine = new ConcurrentHashMap<>();

    private final Ended ended = new Ended();

    public Optional<NodeFacts> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The node that this machine is now: the name of one that it was may be another machine's since. */
    public Optional<NodeFacts> ofMachine(String id) {
        return Optional.ofNullable(byMachine.get(key(id)))
                .flatMap(this::named)
                .filter(node -> node.machine().filter(its -> its.isNamed(id)).isPresent());
    }

    /** The node that is meant, while it is there: by its machine first, since names of nodes are not reliable. */
    public Optional<NodeFacts> find(NodeId wanted) {
        return Optional.ofNullable(wanted.machine())
                .flatMap(this::ofMachine)
                .filter(wanted::is)
                .or(() ->
                        Optional.ofNullable(wanted.name()).flatMap(this::named).filter(wanted::is));
    }

    /** How many machines can be found. */
    int machines() {
        return byMachine.size();
    }

    public Collection<NodeFacts> all() {
        return List.copyOf(byName.values());
    }

    /**
     * What the watch or an answer shows. Passed by are an older version than the one known, and a node that is known to be gone:
     * an answer may be handled after the watch has told of the node's end, and nobody would tell of it again.
     */
    public void see(Node node) {
        NodeFacts facts = NodeReader.read(node);
        byName.compute(facts.name(), (_, known) -> {
            if (ended.contains(facts.uid()) || (known != null && isOlder(facts, known))) {
                return known;
            }
            machineKey(facts).ifPresent(key -> byMachine.put(key, facts.name()));
            if (known != null && !machineKey(known).equals(machineKey(facts))) {
                forgetMachine(known);
            }
            return facts;
        });
    }

    /** What the watch shows no more. */
    public void vanished(Node node) {
        gone(NodeReader.read(node));
    }

    /** A node that isn't there any more, whoever says so. Another of the same name stays. */
    void gone(NodeFacts node) {
        byName.compute(node.name(), (_, known) -> {
            ended.add(node.uid());
            if (known != null && !known.uid().equals(node.uid())) {
                return known;
            }
            if (known != null) {
                forgetMachine(known);
            }
            return null;
        });
    }

    /** Unless it has come back under another name. */
    private void forgetMachine(NodeFacts known) {
        machineKey(known).ifPresent(key -> byMachine.remove(key, known.name()));
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

    private static Optional<String> machineKey(NodeFacts node) {
        return node.machine().map(machine -> key(machine.id()));
    }

    /** A cluster's machines are of one cloud. */
    private static String key(String machine) {
        return machine.toLowerCase(Locale.ROOT);
    }

    /** Uids of nodes that are gone: the last ones, as an answer is late by seconds. Uids never come again. */
    private static final class Ended {
        private static final int KEPT = 4096;

        private final SequencedSet<String> uids = new LinkedHashSet<>();

        synchronized boolean contains(String uid) {
            return uids.contains(uid);
        }

        synchronized void add(String uid) {
            if (!uid.isEmpty() && uids.add(uid) && uids.size() > KEPT) {
                uids.removeFirst();
            }
        }
    }
}
