package dev.ondes.detector.azure;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.http.Request;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.Identity;
import dev.ondes.detector.watch.Json;
import dev.ondes.detector.watch.MetadataCalls;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.MetadataException.Trouble;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Microsoft Azure. */
public final class AzureCloud implements Cloud {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String COMPUTE = "/metadata/instance/compute?api-version=2021-02-01";

    private final Endpoint endpoint;
    private final Approve approve;
    private final Clock clock;
    private final Duration interval;
    private final Queue<String> approvals = new ConcurrentLinkedQueue<>();

    public AzureCloud(Endpoint endpoint, Approve approve, Clock clock, Duration interval) {
        this.endpoint = endpoint;
        this.approve = approve;
        this.clock = clock;
        this.interval = interval;
    }

    @Override
    public Provider provider() {
        return Provider.AZURE;
    }

    @Override
    public String source() {
        return DetectedNotice.AZURE_SCHEDULED_EVENTS;
    }

    @Override
    public Optional<Identity> identify() throws MetadataException {
        try (Connection connection = new Connection(endpoint)) {
            Answer answer = MetadataCalls.send(connection, Request.get(COMPUTE).with("Metadata", "true"), LIMIT);
            if (answer.status() == 429 || answer.status() >= 500) {
                throw MetadataException.ofStatus(answer.status(), COMPUTE);
            }
            if (answer.status() != 200) {
                return Optional.empty();
            }
            Map<?, ?> compute = Json.object(answer.text(), COMPUTE);
            String name = Json.text(compute, "name");
            return name.isEmpty() ? Optional.empty() : Optional.of(identity(name, compute));
        } catch (MetadataException e) {
            if (e.trouble() == Trouble.UNREACHABLE || e.trouble() == Trouble.MALFORMED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Identity identity(String name, Map<?, ?> compute) {
        String size = Json.text(compute, "vmSize");
        String location = Json.text(compute, "location");
        String zone = Json.text(compute, "zone");
        // As the node's label topology.kubernetes.io/zone has it.
        String place = zone.isEmpty() ? location : location + "-" + zone;
        return new Identity(Provider.AZURE, name, size.isEmpty() ? null : size, place.isEmpty() ? null : place);
    }

    @Override
    public List<Monitor> monitors(Standing standing) {
        return List.of(new EventsMonitor(new Connection(endpoint), standing, clock, interval, approvals));
    }

    @Override
    public boolean wantsToKnowWhenHandled() {
        return approve == Approve.HANDLED;
    }

    @Override
    public void handedOver(DetectedNotice notice, boolean handled) {
        boolean now =
                switch (approve) {
                    case NEVER -> false;
                    case HANDLED -> handled;
                    case CONFIRMED -> true;
                };
        if (now && !notice.withdrawn()) {
            approvals.add(notice.rawId());
        }
    }
}
