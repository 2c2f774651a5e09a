package dev.ondes.spot.hearing;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a notice is about.
 *
 * @param node the node's name
 * @param id the node, as far as it is known
 * @param facts the node as last seen; empty where it wasn't, or is gone
 */
record Subject(String node, NodeId id, Optional<NodeFacts> facts) {

    static Subject of(NodeFacts node) {
        return new Subject(node.name(), NodeId.of(node), Optional.of(node));
    }

    @Nullable
    String instanceId() {
        return id.machine();
    }

    /**
     * The same from every source: the machine where it is known, else the node by its uid: its name may be another's
     * tomorrow. The name alone is left where the cluster couldn't be asked.
     */
    String key(NoticeKind kind) {
        return (id.machine() == null ? "node/" + uid() : id.machine()) + ":" + kind.wire();
    }

    private String uid() {
        return id.uid() == null ? node : id.uid();
    }

    /** @param generation how many notices of this kind came to nothing before */
    String noticeId(NoticeKind kind, int generation) {
        String text = "ondes:notice:" + key(kind) + ":" + generation;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
