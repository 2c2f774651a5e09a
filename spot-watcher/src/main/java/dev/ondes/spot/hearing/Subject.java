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
     * The same from every source: the node by its uid, since name and machine may be another's tomorrow. Where nobody has seen
     * the node they are all that is left.
     */
    String key(NoticeKind kind) {
        return who() + ":" + kind.wire();
    }

    private String who() {
        if (id.uid() != null) {
            return "node/" + id.uid();
        }
        return id.machine() == null ? "node/" + node : id.machine();
    }

    /** @param generation how many notices of this kind came to nothing before */
    String noticeId(NoticeKind kind, int generation) {
        String text = "ondes:notice:" + key(kind) + ":" + generation;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
