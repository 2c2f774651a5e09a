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

/** A line to the broker that a test can cut, refuse, and make deaf in either direction. */
public final class CutProxy implements AutoCloseable {
    private final URI target;
    private final String scheme;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Gate words = new Gate();
    private final Gate answers = new Gate();
    private volatile boolean refusing;

    /** Lets bytes of one direction through, or holds them. */
    private static final class Gate {
        private boolean shut;

        synchronized void shut(boolean now) {
            shut = now;
            notifyAll();
        }

        synchronized void pass() throws InterruptedException {
            while (shut) {
                wait();
            }
        }
    }

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
        answers.shut(hold);
    }

    /** Whether what we say is held back; the socket takes no more when the buffers on the way are full. */
    public void holdWords(boolean hold) {
        words.shut(hold);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        holdAnswers(false);
        holdWords(false);
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
                Thread.ofPlatform().daemon().start(() -> pump(client, broker, words));
                Thread.ofPlatform().daemon().start(() -> pump(broker, client, answers));
            } catch (IOException e) {
                // Closed, or the broker is away: the client learns it by its own connection.
            }
        }
    }

    private static void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // Cut.
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
