package dev.ondes.detector;

import dev.ondes.cloud.TestClock;
import dev.ondes.cloud.metadata.MetadataServer;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.Identity;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's metadata service, and what a cloud's monitors make of it. */
public final class TestNode implements AutoCloseable {
    public static final String NAME = "node-1";
    public static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public final TestClock clock = new TestClock();
    public final MetadataServer metadata = MetadataServer.open();
    public final List<DetectedNotice> news = new CopyOnWriteArrayList<>();
    /** Of which the cloud said nothing from the first look on, and that was told. */
    public final List<NoticeKind> notSeen = new CopyOnWriteArrayList<>();

    private List<Monitor> monitors = List.of();

    public Endpoint endpoint() {
        return Endpoint.of(metadata.url(NAME).toString());
    }

    /** As at the start of the program, which asks again where a busy machine answers late. */
    public Identity watch(Cloud cloud) throws MetadataException {
        Identity identity = identify(cloud);
        monitors = cloud.monitors(new Standing(identity, NAME, cloud.source(), clock, this::told));
        return identity;
    }

    private void told(DetectedNotice notice) {
        if (notice.rawId().equals(Standing.NOT_SEEN)) {
            notSeen.add(notice.kind());
        } else {
            news.add(notice);
        }
    }

    private static Identity identify(Cloud cloud) throws MetadataException {
        for (int attempt = 1; ; attempt++) {
            try {
                return cloud.identify().orElseThrow();
            } catch (MetadataException e) {
                if (attempt == 10 || e.trouble() != MetadataException.Trouble.SILENT) {
                    throw e;
                }
            }
        }
    }

    public Monitor monitor(String name) {
        return monitors.stream()
                .filter(monitor -> monitor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One look. @return whether the cloud says anything */
    public boolean look(String monitor) throws MetadataException {
        return monitor(monitor).look(PATIENCE);
    }

    /** What was told since the last call. */
    public List<DetectedNotice> news() {
        List<DetectedNotice> told = List.copyOf(news);
        news.clear();
        return told;
    }

    @Override
    public void close() {
        metadata.close();
    }
}
