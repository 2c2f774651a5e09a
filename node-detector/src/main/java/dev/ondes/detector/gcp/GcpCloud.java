package dev.ondes.detector.gcp;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.gcp.MetadataServer.Value;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.Identity;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.MetadataException.Trouble;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Google Cloud. */
public final class GcpCloud implements Cloud {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String POOL_LABEL = "cloud.google.com/gke-nodepool=";

    private final MetadataServer server;
    private final GcpSettings settings;
    private final Clock clock;
    private final Duration interval;
    private String pool = "";

    public GcpCloud(Endpoint endpoint, GcpSettings settings, Clock clock, Duration interval) {
        this.server = new MetadataServer(endpoint);
        this.settings = settings;
        this.clock = clock;
        this.interval = interval;
    }

    @Override
    public Provider provider() {
        return Provider.GCP;
    }

    @Override
    public String source() {
        return DetectedNotice.GCP_METADATA;
    }

    @Override
    public Optional<Identity> identify() throws MetadataException {
        try (Connection connection = server.connection()) {
            Optional<Value> name = server.get(connection, "name", LIMIT);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            pool = pool(text(connection, "attributes/kube-labels").orElse(""));
            return Optional.of(new Identity(
                    Provider.GCP,
                    name.get().text(),
                    text(connection, "machine-type").map(GcpCloud::last).orElse(null),
                    text(connection, "zone").map(GcpCloud::last).orElse(null)));
        } catch (MetadataException e) {
            if (e.trouble() == Trouble.UNREACHABLE || e.trouble() == Trouble.MALFORMED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<Monitor> monitors(Standing standing) {
        var preempted = new KeyMonitor.Rule(
                "preempted", "preempted", NoticeKind.SPOT_INTERRUPTION, "TRUE", settings.noticeOf(pool));
        var maintenance = new KeyMonitor.Rule(
                "maintenance",
                "maintenance-event",
                NoticeKind.MAINTENANCE,
                // MIGRATE_ON_HOST_MAINTENANCE takes the machine elsewhere as it runs.
                "TERMINATE_ON_HOST_MAINTENANCE",
                settings.maintenanceNotice());
        return List.of(
                new KeyMonitor(server, standing, clock, interval, preempted),
                new KeyMonitor(server, standing, clock, interval, maintenance));
    }

    private Optional<String> text(Connection connection, String key) throws MetadataException {
        return server.get(connection, key, LIMIT).map(Value::text);
    }

    /** {@code projects/1/zones/europe-west1-b} is {@code europe-west1-b}. */
    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String pool(String labels) {
        for (String label : labels.split(",", -1)) {
            if (label.startsWith(POOL_LABEL)) {
                return label.substring(POOL_LABEL.length());
            }
        }
        return "";
    }
}
