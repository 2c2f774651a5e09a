package dev.ondes.cloud;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.cloud.metadata.MetadataServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The metadata services of a whole cluster on one port, with their steering under {@code /admin}. Thread-safe. */
public final class SimulatedCloud implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final MetadataServer metadata;

    private SimulatedCloud(HttpServer server, Clock clock) {
        this.server = server;
        this.metadata = MetadataServer.on(server);
        Admin.on(server, metadata, clock);
        server.setExecutor(threads);
        server.start();
    }

    public static SimulatedCloud open(InetSocketAddress address, Clock clock) throws IOException {
        // Else an answer's body waits for the acknowledgement of its header, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        return new SimulatedCloud(HttpServer.create(address, 0), clock);
    }

    public MetadataServer metadata() {
        return metadata;
    }

    @Override
    public void close() {
        metadata.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
