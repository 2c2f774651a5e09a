package dev.ondes.images.watch;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.UnreadableRecordException;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Two watches, one of our Jobs and one of their pods, each begun again whenever it breaks. Handlers only say which build changed;
 * they never call anything that waits. Thread-safe.
 */
public final class BuildWatch implements Shelf {
    private static final Logger LOG = Logger.getLogger(BuildWatch.class);
    private static final String BY_BUILD = "build";

    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final Consumer<BuildId> onChange;
    private final Map<BuildId, Build> deleted = Collections.synchronizedMap(new Youngest<>());
    private volatile boolean dead;

    /** Who doesn't lead has nobody to clear it. */
    private static final class Youngest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 1000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    public BuildWatch(KubernetesClient client, String namespace, Consumer<BuildId> onChange) {
        this.onChange = onChange;
        this.jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(JobNames.MANAGED_BY, JobNames.ONDES)
                .runnableInformer(0);
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel(JobNames.MANAGED_BY, JobNames.ONDES)
                .runnableInformer(0);
    }

    /** Returns at once; {@link #synced} tells when everything is known. */
    public void start() {
        Stream.of(jobs, pods).forEach(this::start);
    }

    private <T extends HasMetadata> void start(SharedIndexInformer<T> informer) {
        informer.addIndexers(Map.of(
                BY_BUILD,
                object -> JobReader.id(object).stream().map(BuildId::value).toList()));
        informer.exceptionHandler((_, failure) -> {
            LOG.warn(LogLine.of("a watch broke, begins again").why(failure.getMessage()));
            return true;
        });
        informer.addEventHandler(new Handler<>());
        informer.stopped().whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.error(LogLine.of("a watch ended for good").why(failure.getMessage()));
                dead = true;
            }
        });
        informer.start();
    }

    public void stop() {
        jobs.stop();
        pods.stop();
    }

    public boolean synced() {
        return jobs.hasSynced() && pods.hasSynced();
    }

    /** Whether both live, or will by themselves again. */
    public boolean alive() {
        return !dead;
    }

    @Override
    public Optional<Sight> sight(BuildId id) {
        List<Job> its = jobs.getIndexer().byIndex(BY_BUILD, id.value());
        return its.stream()
                .filter(JobReader::isHead)
                .findFirst()
                .map(head -> new Sight(head, its, pods.getIndexer().byIndex(BY_BUILD, id.value())));
    }

    @Override
    public List<Build> builds() {
        return jobs.getIndexer().list().stream()
                .filter(JobReader::isHead)
                .flatMap(head -> read(head).stream())
                .toList();
    }

    private void remember(Build build) {
        if (build.announced()) {
            deleted.remove(build.id());
        } else {
            deleted.put(build.id(), build);
        }
    }

    @Override
    public Optional<Build> deleted(BuildId id) {
        return Optional.ofNullable(deleted.get(id));
    }

    @Override
    public void forget(BuildId id) {
        deleted.remove(id);
    }

    private static Optional<Build> read(Job head) {
        try {
            return Optional.of(JobReader.build(head));
        } catch (UnreadableRecordException e) {
            LOG.warn(LogLine.of("a build's record can't be read")
                    .with(LogKey.SUBJECT, head.getMetadata().getName())
                    .why(e.getMessage()));
            return Optional.empty();
        }
    }

    private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            tell(object);
        }

        @Override
        public void onUpdate(T before, T object) {
            tell(object);
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            if (object instanceof Job job && JobReader.isHead(job)) {
                read(job).ifPresent(BuildWatch.this::remember);
            }
            tell(object);
        }

        private void tell(HasMetadata object) {
            JobReader.id(object).ifPresent(onChange);
        }
    }
}
