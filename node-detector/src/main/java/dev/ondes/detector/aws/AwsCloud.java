package dev.ondes.detector.aws;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.Provider;
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

/** Amazon Web Services. */
public final class AwsCloud implements Cloud {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String META_DATA = "/latest/meta-data/";

    private final Imds imds;
    private final Clock clock;
    private final Duration interval;

    public AwsCloud(Endpoint endpoint, Clock clock, Duration interval) {
        this.imds = new Imds(endpoint, clock);
        this.clock = clock;
        this.interval = interval;
    }

    @Override
    public Provider provider() {
        return Provider.AWS;
    }

    @Override
    public String source() {
        return DetectedNotice.IMDS;
    }

    @Override
    public Optional<Identity> identify() throws MetadataException {
        try (Connection connection = imds.connection()) {
            Optional<String> id = imds.get(connection, META_DATA + "instance-id", LIMIT);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Identity(
                    Provider.AWS,
                    id.get().strip(),
                    imds.get(connection, META_DATA + "instance-type", LIMIT).orElse(null),
                    imds.get(connection, META_DATA + "placement/availability-zone", LIMIT)
                            .orElse(null)));
        } catch (MetadataException e) {
            // A web server that happens to be at this address doesn't know the token's path.
            if (e.trouble() == Trouble.UNREACHABLE || e.trouble() == Trouble.MALFORMED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<Monitor> monitors(Standing standing) {
        return List.of(
                new SpotMonitor(imds, standing, clock, interval),
                new RebalanceMonitor(imds, standing, interval),
                new LifecycleMonitor(imds, standing, interval),
                new MaintenanceMonitor(imds, standing, interval.multipliedBy(10)));
    }
}
