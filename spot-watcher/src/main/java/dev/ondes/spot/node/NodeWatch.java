package dev.ondes.spot.node;

import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the {@link NodeIndex} up to date by one watch, begun again whenever it breaks. Others may listen to the same
 * informer; nobody makes a second one.
 */
public final class NodeWatch {
    private static final Logger LOG = Logger.getLogger(NodeWatch.class);

    private final SharedIndexInformer<Node> informer;
    private final NodeIndex index;
    private final Consumer<String> onChange;
    private volatile boolean synced;
    private volatile boolean dead;

    /** @param onChange called with the name of a node that changed, on the watch's thread: it must not wait */
    public NodeWatch(KubernetesClient client, NodeIndex index, Consumer<String> onChange) {
        this.informer = client.nodes().runnableInformer(0);
        this.index = index;
        this.onChange = onChange;
    }

    /** Returns at once; {@link #synced} tells when the index is warm. */
    public void start() {
        informer.exceptionHandler((_, failure) -> {
            LOG.warn(LogLine.of("watch of nodes broke, begins again").why(failure.getMessage()));
            return true;
        });
        informer.addEventHandler(new Handler());
        informer.stopped().whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.error(LogLine.of("watch of nodes ended for good"), failure);
                dead = true;
            }
        });
        informer.start();
    }

    public void stop() {
        informer.stop();
    }

    /** Running once {@link #start} was called. */
    public SharedIndexInformer<Node> informer() {
        return informer;
    }

    /** Whether every node of the first list is in the index: the informer says that it has synced before its handler saw them. */
    public boolean synced() {
        return synced;
    }

    /** Whether the watch lives, or will by itself again. */
    public boolean alive() {
        return !dead;
    }

    private final class Handler implements ResourceEventHandler<Node> {
        @Override
        public void onList(String version, boolean empty) {
            synced = true;
        }

        @Override
        public void onAdd(Node node) {
            see(node);
        }

        @Override
        public void onUpdate(Node before, Node node) {
            see(node);
        }

        @Override
        public void onDelete(Node node, boolean finalStateUnknown) {
            index.vanished(node);
            onChange.accept(node.getMetadata().getName());
        }

        private void see(Node node) {
            node.getMetadata().setManagedFields(List.of());
            if (node.getStatus() != null
                    && !Objects.requireNonNullElse(node.getStatus().getImages(), List.of())
                            .isEmpty()) {
                node.getStatus().setImages(List.of());
            }
            index.see(node);
            onChange.accept(node.getMetadata().getName());
        }
    }
}
