package dev.ondes.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A TCP relay before a server that can fall silent or cut connections. It passes bytes on as they are, so that a signed request
 * stays signed: who asks uses {@link #url}, and with it the server sees this port in {@code Host}. Thread-safe.
 */
public final class FaultyWire implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ServerSocket door;
    private final URI server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile long cutAfter = Long.MAX_VALUE;

    private FaultyWire(ServerSocket door, URI server) {
        this.door = door;
        this.server = server;
    }

    /** Opens one on a free port of loopback. */
    public static FaultyWire before(URI server) {
        try {
            var wire = new FaultyWire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** From now on connections are taken, and nothing is ever answered. */
    public void fallSilent() {
        silent = true;
    }

    /** From now on each connection ends after so many bytes of what the server says. */
    public void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    /** No faults from now on. */
    public void mend() {
        silent = false;
        cutAfter = Long.MAX_VALUE;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket(server.getHost(), server.getPort())) {
            open.add(upstream);
            if (silent) {
                closed.await();
                return;
            }
            Thread.ofVirtual().start(() -> pass(client, upstream, Long.MAX_VALUE));
            pass(upstream, client, cutAfter);
        } catch (IOException e) {
            // Whoever hung up knows it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to, long limit) {
        byte[] buffer = new byte[BUFFER];
        long left = limit;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction ends with it.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
