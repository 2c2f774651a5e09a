package dev.ondes.detector.settings;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.azure.Approve;
import dev.ondes.detector.gcp.GcpSettings;
import dev.ondes.detector.http.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the detector was told.
 *
 * @param authorities whose word about spot-watcher's identity is taken
 * @param clouds those that this machine may be in
 * @param metadata where their metadata services are
 * @param interval the longest time between two looks at what must be asked for again and again
 * @param listen for health and metrics; null: nowhere
 */
public record Settings(
        String node,
        Endpoint watcher,
        Path tokenFile,
        Authorities authorities,
        List<Provider> clouds,
        Endpoint metadata,
        Duration interval,
        GcpSettings gcp,
        Approve approve,
        @Nullable InetSocketAddress listen,
        boolean jsonLog) {}
