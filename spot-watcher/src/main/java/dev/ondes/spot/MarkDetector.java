package dev.ondes.spot;

import dev.ondes.spot.marks.MarkNotices;
import dev.ondes.spot.marks.MarkWatch;
import dev.ondes.spot.node.NodeWatch;
import dev.ondes.spot.notice.Detector;
import dev.ondes.spot.notice.Notices;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What others write on nodes, as notices: the leader's, since one replica's watch sees what all would see. */
@Singleton
class MarkDetector implements Detector {
    private final MarkWatch watch;

    MarkDetector(
            KubernetesClient client, NodeWatch nodes, Notices notices, ScheduledThreadPoolExecutor timer, Clock clock) {
        var telling = new MarkNotices(notices, clock);
        this.watch = new MarkWatch(
                client, nodes.informer(), telling, Executors.newVirtualThreadPerTaskExecutor(), timer, clock);
    }

    @Override
    public boolean onLeaderOnly() {
        return true;
    }

    @Override
    public void begin() {
        watch.begin();
    }

    @Override
    public void end() {
        watch.stop();
    }
}
