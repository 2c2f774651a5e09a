package dev.ondes.scheduler.nodes;

import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the shelf of nodes up to date: one watch of all nodes, whatever the number of jobs. Jobs run without it too, where
 * the service may not read nodes: then no pool is skipped and no cost is known.
 */
public final class NodeWatch {
    private static final Logger LOG = Logger.getLogger(NodeWatch.class);

    private final SharedIndexInformer<Node> informer;
    private final NodeShelf nodes;
    private final AtomicBoolean told = new AtomicBoolean();

    public NodeWatch(KubernetesClient client, NodeShelf nodes) {
        this.informer = client.nodes().runnableInformer(0);
        this.nodes = nodes;
    }

    /** Returns at once. */
    public void start() {
        informer.itemStore(new LeanNodes());
        informer.exceptionHandler((_, failure) -> {
            if (told.compareAndSet(false, true)) {
                LOG.warn(LogLine.of("nodes can't be watched, tried again and again")
                        .why(failure.getMessage()));
            }
            return true;
        });
        informer.addEventHandler(new Handler(nodes::seen, nodes::vanished));
        informer.start();
    }

    public void stop() {
        informer.stop();
    }

    /** Keeps no more of a node than that it is there. */
    private static final class LeanNodes extends BasicItemStore<Node> {
        LeanNodes() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public Node put(String key, Node node) {
            node.getMetadata().setManagedFields(List.of());
            node.getMetadata().setAnnotations(Map.of());
            if (node.getStatus() != null) {
                node.getStatus().setImages(List.of());
                node.getStatus().setConditions(List.of());
            }
            return super.put(key, node);
        }
    }

    private record Handler(Consumer<NodeFacts> seen, Consumer<String> vanished) implements ResourceEventHandler<Node> {
        @Override
        public void onAdd(Node node) {
            seen.accept(NodeReader.read(node));
        }

        @Override
        public void onUpdate(Node before, Node node) {
            seen.accept(NodeReader.read(node));
        }

        @Override
        public void onDelete(Node node, boolean finalStateUnknown) {
            vanished.accept(node.getMetadata().getName());
        }
    }
}
