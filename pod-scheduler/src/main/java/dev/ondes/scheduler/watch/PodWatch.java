package dev.ondes.scheduler.watch;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the shelf up to date: one watch per namespace of the pods that carry our label, begun again whenever it breaks. Its
 * handlers only note and ask for turns; they never call anything that waits.
 */
public final class PodWatch {
    private static final Logger LOG = Logger.getLogger(PodWatch.class);

    private final List<SharedIndexInformer<Pod>> informers;
    private final PodShelf pods;
    private final Consumer<Long> onChange;
    private final BooleanSupplier leading;
    private volatile boolean dead;

    /**
     * @param onChange called with the id of a job whose pods changed
     * @param leading whether a pod that vanishes is for us to explain
     */
    public PodWatch(
            KubernetesClient client,
            Collection<String> namespaces,
            PodShelf pods,
            Consumer<Long> onChange,
            BooleanSupplier leading) {
        this.pods = pods;
        this.onChange = onChange;
        this.leading = leading;
        this.informers = namespaces.stream()
                .map(namespace -> client.pods()
                        .inNamespace(namespace)
                        .withLabel(PodNames.MANAGED_BY, PodNames.ONDES)
                        .runnableInformer(0))
                .toList();
    }

    /** Returns at once; {@link #synced} tells when the cache is warm. */
    public void start() {
        for (SharedIndexInformer<Pod> informer : informers) {
            informer.itemStore(new LeanStore());
            informer.removeNamespaceIndex();
            informer.exceptionHandler((_, failure) -> {
                LOG.warn(LogLine.of("watch of pods broke, begins again").why(failure.getMessage()));
                return true;
            });
            informer.addEventHandler(new Handler());
            informer.stopped().whenComplete((_, failure) -> {
                if (failure != null) {
                    LOG.error(LogLine.of("watch of pods ended for good"), failure);
                    dead = true;
                }
            });
            informer.start();
        }
    }

    public void stop() {
        informers.forEach(SharedIndexInformer::stop);
    }

    public boolean synced() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** Whether the watch lives, or will by itself again. */
    public boolean alive() {
        return !dead;
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            see(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            PodReader.read(pod).ifPresent(read -> {
                pods.vanished(read, leading.getAsBoolean());
                onChange.accept(read.jobId());
            });
        }

        private void see(Pod pod) {
            var read = PodReader.read(pod);
            if (read.isEmpty()) {
                LOG.warn(LogLine.of("pod with our label that is not ours")
                        .with(LogKey.POD, pod.getMetadata().getName()));
                return;
            }
            JobPod job = read.get();
            pods.seen(job);
            onChange.accept(job.jobId());
        }
    }
}
