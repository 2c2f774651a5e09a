package dev.ondes.detector.aws;

import dev.ondes.detector.http.Connection;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;
import java.util.Optional;

/** One of the things that AWS' metadata service tells, looked at again and again over a connection of its own. */
abstract class ImdsMonitor implements Monitor {
    private static final String META_DATA = "/latest/meta-data/";

    private final String name;
    private final Imds imds;
    private final Connection connection;
    private final Duration interval;
    final Standing standing;

    ImdsMonitor(String name, Imds imds, Standing standing, Duration interval) {
        this.name = name;
        this.imds = imds;
        this.connection = imds.connection();
        this.standing = standing;
        this.interval = interval;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Duration interval() {
        return interval;
    }

    /**
     * What stands there.
     *
     * @param item such as {@code spot/instance-action}
     * @return empty where there is nothing
     */
    final Optional<String> get(String item, Duration patience) throws MetadataException {
        return imds.get(connection, META_DATA + item, patience);
    }
}
