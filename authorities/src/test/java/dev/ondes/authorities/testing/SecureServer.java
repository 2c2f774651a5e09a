package dev.ondes.authorities.testing;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** A server on loopback whose certificate is its own authority, as small installations have it. */
public final class SecureServer implements AutoCloseable {
    private final PrivateAuthority authority;
    private final HttpsServer server;

    /** @param folder for its keys; empty */
    public SecureServer(Path folder, HttpHandler handler) throws IOException {
        authority = PrivateAuthority.in(folder);
        server = authority.https();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
    }

    /** A PEM file. */
    public Path authority() {
        return authority.pem();
    }

    /** Such as {@code 127.0.0.1:4711}. */
    public String host() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
