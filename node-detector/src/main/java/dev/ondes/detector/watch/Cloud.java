package dev.ondes.detector.watch;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.Provider;
import java.util.List;
import java.util.Optional;

/** One cloud's metadata service. */
public interface Cloud {
    Provider provider();

    /** The value of {@code source} in notices. */
    String source();

    /**
     * Asks who this machine is.
     *
     * @return empty where this isn't the cloud
     * @throws MetadataException where it is, but doesn't answer properly
     */
    Optional<Identity> identify() throws MetadataException;

    /** What to look at, each by a thread of its own. */
    List<Monitor> monitors(Standing standing);

    /** Whether {@link #handedOver} must also be told when all that had to leave the node has left. */
    default boolean wantsToKnowWhenHandled() {
        return false;
    }

    /**
     * spot-watcher has confirmed a notice. Called by the thread that tells it.
     *
     * @param handled whether all that had to leave the node has left
     */
    default void handedOver(DetectedNotice notice, boolean handled) {}
}
