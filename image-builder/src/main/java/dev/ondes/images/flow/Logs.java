package dev.ondes.images.flow;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.watch.Sight;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps the log of each part's last pod. A log that can't be kept costs no build its result. */
public final class Logs {
    private static final Logger LOG = Logger.getLogger(Logs.class);

    private final Cluster cluster;
    private final Optional<LogArchive> archive;
    private final Duration limit;

    /** @param limit of reading one log: a node that is going away may stop in its midst */
    public Logs(Cluster cluster, Optional<LogArchive> archive, Duration limit) {
        this.cluster = cluster;
        this.archive = archive;
        this.limit = limit;
    }

    /** Ends a reading that never ends; to be closed when the reading is over. */
    private static Closing closedAfter(Duration limit, InputStream lines) {
        var over = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            try {
                if (!over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    lines.close();
                }
            } catch (InterruptedException | IOException e) {
                // It is closed, or this process ends.
            }
        });
        return over::countDown;
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    /** What a part's log is called where it is kept. */
    public static String name(BuildId id, int part) {
        return part == 0 ? id.value() : id + "-p" + part;
    }

    /** The pod of a part that was made last. */
    public static Optional<Pod> lastPod(Sight sight, int part) {
        return sight.pods().stream()
                .filter(pod -> JobReader.part(pod) == part)
                .max(Comparator.comparing(
                        pod -> String.valueOf(pod.getMetadata().getCreationTimestamp())));
    }

    void keep(Build build, Sight sight) {
        archive.ifPresent(kept -> {
            for (int part = 0; part < build.order().parts(); part++) {
                int index = part;
                lastPod(sight, part).ifPresent(pod -> keep(kept, build.id(), index, pod));
            }
        });
    }

    private void keep(LogArchive kept, BuildId id, int part, Pod pod) {
        try {
            Optional<InputStream> log = cluster.log(pod.getMetadata().getName(), false);
            if (log.isPresent()) {
                try (InputStream lines = log.get();
                        var _ = closedAfter(limit, lines)) {
                    kept.keep(name(id, part), lines);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(LogLine.of("a build's log is not kept")
                    .with(LogKey.SUBJECT, id)
                    .why(e.getMessage()));
        }
    }
}
