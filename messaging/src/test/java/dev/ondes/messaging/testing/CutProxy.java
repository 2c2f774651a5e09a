package dev.ondes.messaging.testing;

import dev.ondes.authorities.testing.PrivateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A line to the broker that a test can cut, refuse, and make deaf to the broker's answers. */
public final class CutProxy implements AutoCloseable {
    private final URI target;
    private final String scheme;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object answers = new Object();
    private volatile boolean refusing;
    private boolean holding;

    public CutProxy(String url) {
        this(url, "amqp", ServerSocketFactory.getDefault());
    }

    /** By TLS up to here, as with a load balancer before the broker. */
    public CutProxy(String url, PrivateAuthority authority) {
        this(url, "amqps", authority.server().getServerSocketFactory());
    }

    private CutProxy(String url, String scheme, ServerSocketFactory sockets) {
        target = URI.create(url);
        this.scheme = scheme;
        try {
            server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** The broker's address by way of this line. */
    public String url() {
        String path = target.getRawPath() == null ? "" : target.getRawPath();
        return scheme + "://" + target.getRawUserInfo() + "@127.0.0.1:" + server.getLocalPort() + path;
    }

    /** Cuts what is connected; new connections go through. */
    public void cut() {
        sockets.forEach(CutProxy::close);
        sockets.clear();
    }

    /** Whether new connections are closed at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Whether the broker's answers are held back. */
    public void holdAnswers(boolean hold) {
        synchronized (answers) {
            holding = hold;
            answers.notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        holdAnswers(false);
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket broker = new Socket(target.getHost(), target.getPort());
                sockets.add(client);
                sockets.add(broker);
                Thread.ofPlatform().daemon().start(() -> pump(client, broker, false));
                Thread.ofPlatform().daemon().start(() -> pump(broker, client, true));
            } catch (IOException e) {
                // Closed, or the broker is away: the client learns it by its own connection.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (isAnswer) {
                    awaitRelease();
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // Cut.
        }
    }

    private void awaitRelease() throws InterruptedException {
        synchronized (answers) {
            while (holding) {
                answers.wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
