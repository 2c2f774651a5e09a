package dev.ondes.spot.node;

import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that change or ask something; nodes are otherwise known from the watch. Each is one request, may be repeated,
 * and waits for its turn by urgency. An API server that can't be reached, or refuses for another reason than those listed,
 * shows as {@link io.fabric8.kubernetes.client.KubernetesClientException}.
 */
public interface NodeCalls {

    Optional<Node> find(String node, Instant urgency);

    /**
     * Merge patch of the node as the index has it when the turn has come: much may have happened while waiting. It only fits
     * that version; the index has the answer at once.
     *
     * @throws ConflictException when it has changed in between
     * @throws NodeGoneException when there is no such node
     */
    void patch(String node, Patch patch, Instant urgency);

    /** From a node as it is to what is to be sent; empty where it is right already. */
    @FunctionalInterface
    interface Patch {
        Optional<Map<String, Object>> of(NodeFacts node);
    }

    /**
     * Sets a condition, made from the node as the index has it when the turn has come; the index has the answer at once. Does
     * nothing where the node is gone.
     */
    void condition(String node, Patch condition, Instant urgency);

    List<PodFacts> podsOn(String node, Read read, Instant urgency);

    /** How much it costs the API server to tell what there is. */
    enum Read {
        /** From its memory, which may be behind by a moment. */
        CACHED,
        /** By a quorum of etcd: what it doesn't tell isn't there. */
        CONSISTENT
    }

    /** Eviction of this pod and no later one of its name. */
    Evicted evict(PodFacts pod, Duration grace, Instant urgency);

    /** Deletes it, whatever its disruption budget says. */
    void delete(PodFacts pod, Duration grace, Instant urgency);

    /** What the API server says to an eviction. */
    enum Evicted {
        /** It goes. */
        GOES,
        GONE,
        /** A disruption budget forbids it now, or several budgets match. */
        NOT_NOW
    }

    /** Somebody else has changed the node since we looked. */
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ConflictException(String node) {
            super("node " + node + " has changed");
        }
    }

    /** The node is gone. */
    final class NodeGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NodeGoneException(String node) {
            super("node " + node + " is gone");
        }
    }
}
