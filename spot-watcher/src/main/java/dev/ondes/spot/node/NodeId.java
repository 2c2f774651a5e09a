package dev.ondes.spot.node;

import dev.ondes.contracts.node.DetectedNotice;
import org.jspecify.annotations.Nullable;

/**
 * Which node is meant, as far as who speaks of it knows. A name alone is not enough for long: a private address that is free again
 * brings it to another machine, a machine that comes again to another object, and some clouds give a machine's name again, too.
 * A uid never comes again.
 *
 * @param name the node's; null where only its machine is known
 * @param uid of its object; null where that wasn't seen, as by whoever speaks from the machine
 * @param machine as {@link Machine#id}; null where the node has none, or nobody knows it
 */
public record NodeId(
        @Nullable String name,
        @Nullable String uid,
        @Nullable String machine) {

    public NodeId {
        if (name == null && machine == null) {
            throw new IllegalArgumentException("neither a node nor a machine is named");
        }
    }

    public static NodeId of(NodeFacts node) {
        return new NodeId(
                node.name(),
                node.uid().isEmpty() ? null : node.uid(),
                node.machine().map(Machine::id).orElse(null));
    }

    public static NodeId of(DetectedNotice said) {
        return new NodeId(said.node(), null, said.instanceId());
    }

    public static NodeId ofMachine(String machine) {
        return new NodeId(null, null, machine);
    }

    /** Whether it is that node: by its uid, else by its machine, else by its name, whichever is known of both. */
    public boolean is(NodeFacts node) {
        if (uid != null && !node.uid().isEmpty()) {
            return uid.equals(node.uid());
        }
        if (machine != null && node.machine().isPresent()) {
            return node.machine().get().isNamed(machine);
        }
        return node.name().equals(name);
    }
}
