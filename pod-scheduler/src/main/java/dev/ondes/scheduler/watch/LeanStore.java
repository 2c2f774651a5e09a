package dev.ondes.scheduler.watch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/** Keeps pods without the bulk that nobody here reads, so that thousands fit into a small heap. */
final class LeanStore extends BasicItemStore<Pod> {
    LeanStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Pod put(String key, Pod pod) {
        pod.getMetadata().setManagedFields(List.of());
        if (pod.getSpec() != null) {
            pod.getSpec().setVolumes(List.of());
            pod.getSpec().setTolerations(List.of());
            pod.getSpec().setAffinity(null);
            pod.getSpec().setHostAliases(List.of());
            pod.getSpec().getContainers().forEach(LeanStore::trim);
            pod.getSpec().getInitContainers().forEach(LeanStore::trim);
        }
        return super.put(key, pod);
    }

    private static void trim(Container container) {
        container.setEnv(List.of());
        container.setVolumeMounts(List.of());
        container.setCommand(List.of());
        container.setArgs(List.of());
        container.setStartupProbe(null);
        container.setSecurityContext(null);
    }
}
