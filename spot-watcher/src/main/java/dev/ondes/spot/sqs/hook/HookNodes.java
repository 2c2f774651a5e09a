package dev.ondes.spot.sqs.hook;

import dev.ondes.spot.sqs.read.LifecycleHook;
import java.util.List;
import java.util.Optional;

/** The nodes that instances are, and the hooks noted on them: so a hook outlives whoever received its message. */
public interface HookNodes {
    /** Whether the instance is a node that can take pods. */
    boolean isReady(String instanceId);

    /** The node that the instance is. */
    Optional<String> node(String instanceId);

    /**
     * Notes the hook on the node; safe to be repeated.
     *
     * @return false where the API server is away, or says that it has no time: to be repeated
     * @throws RuntimeException when the API server refuses it
     */
    boolean note(String node, LifecycleHook hook);

    /** All hooks noted on nodes. */
    List<NotedHook> noted();

    /**
     * Takes the note off.
     *
     * @throws RuntimeException when the API server doesn't take it
     */
    void forget(String node, LifecycleHook hook);

    /**
     * A hook on a node.
     *
     * @param busy whether CI jobs run there, or what is no CI job is still being drained
     */
    record NotedHook(String node, LifecycleHook hook, boolean busy) {}
}
