package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of the cluster see of it: pods, nodes and secrets, as the API server tells them. Listeners must
 * not block.
 */
final class World implements AutoCloseable {
    private final KubernetesClient client;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Secret> secrets;
    private final List<Consumer<HasMetadata>> changed = new CopyOnWriteArrayList<>();
    private final List<Consumer<HasMetadata>> deleted = new CopyOnWriteArrayList<>();

    World(KubernetesClient client) {
        this.client = client;
        this.pods = client.pods().inAnyNamespace().inform(handler());
        this.nodes = client.nodes().inform(handler());
        this.secrets = client.secrets().inAnyNamespace().inform(handler());
    }

    KubernetesClient client() {
        return client;
    }

    List<Pod> pods() {
        return pods.getStore().list();
    }

    List<Node> nodes() {
        return nodes.getStore().list();
    }

    @Nullable
    Node node(String name) {
        return nodes.getStore().getByKey(name);
    }

    List<Secret> secrets() {
        return secrets.getStore().list();
    }

    void onChange(Consumer<HasMetadata> listener) {
        changed.add(listener);
    }

    void onDelete(Consumer<HasMetadata> listener) {
        deleted.add(listener);
    }

    private <T extends HasMetadata> ResourceEventHandler<T> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed.forEach(listener -> listener.accept(object));
            }

            @Override
            public void onUpdate(T before, T object) {
                changed.forEach(listener -> listener.accept(object));
            }

            @Override
            public void onDelete(T object, boolean stateUnknown) {
                deleted.forEach(listener -> listener.accept(object));
            }
        };
    }

    @Override
    public void close() {
        pods.close();
        nodes.close();
        secrets.close();
    }
}
