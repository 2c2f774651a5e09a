package dev.ondes.spot.hearing;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.Machine;
import dev.ondes.spot.node.NodeFacts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a notice is about.
 *
 * @param node the node's name
 * @param instanceId the machine's, where it is known
 * @param facts the node as last seen; empty where the cluster couldn't be asked
 */
record Subject(String node, @Nullable String instanceId, Optional<NodeFacts> facts) {

    static Subject of(NodeFacts node) {
        return new Subject(node.name(), node.machine().map(Machine::id).orElse(null), Optional.of(node));
    }

    /**
     * The same from every source: the machine where it is known, else the node by its uid: its name may be another's
     * tomorrow. The name alone is left where the cluster couldn't be asked.
     */
    String key(NoticeKind kind) {
        return (instanceId == null ? "node/" + uid() : instanceId) + ":" + kind.wire();
    }

    private String uid() {
        return facts.map(NodeFacts::uid).filter(uid -> !uid.isEmpty()).orElse(node);
    }

    /** @param generation how many notices of this kind came to nothing before */
    String noticeId(NoticeKind kind, int generation) {
        String text = "ondes:notice:" + key(kind) + ":" + generation;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
