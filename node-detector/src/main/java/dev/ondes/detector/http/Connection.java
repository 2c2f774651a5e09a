package dev.ondes.detector.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection, opened when it is needed. The JDK's client would do, but for its size (see README) and for
 * saying which of a name's addresses to talk to. For one thread at a time; {@link #close} may come from any.
 */
public final class Connection implements AutoCloseable {
    /** Opening one is a matter of milliseconds on a link or in a cluster. */
    private static final Duration OPENING = Duration.ofSeconds(1);

    private final Endpoint endpoint;
    private final @Nullable InetAddress address;
    private final SSLSocketFactory tls;
    private volatile @Nullable Socket socket;
    private @Nullable AnswerReader reader;

    /** To whichever address the endpoint's host has. */
    public Connection(Endpoint endpoint) {
        this(endpoint, null, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** To one of the addresses of the endpoint's host, or to any where it is null. */
    public Connection(Endpoint endpoint, @Nullable InetAddress address, SSLSocketFactory tls) {
        this.endpoint = endpoint;
        this.address = address;
        this.tls = tls;
    }

    /**
     * Asks and reads the answer, whatever its status. Where a connection kept from earlier proves closed, it asks once more
     * on a new one: requests must bear being sent twice.
     *
     * @param limit for all of it
     * @throws SocketTimeoutException when the limit passes
     */
    public Answer send(Request request, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean kept = socket != null;
        try {
            return exchange(request, deadline);
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            if (!kept) {
                throw e;
            }
        }
        try {
            return exchange(request, deadline);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Answer exchange(Request request, long deadline) throws IOException {
        Socket open = open(deadline);
        AnswerReader answers = reader;
        if (answers == null) {
            answers = new AnswerReader(open);
            reader = answers;
        }
        open.getOutputStream().write(request.bytes(endpoint));
        Answer answer = answers.read(deadline);
        if (!answer.leavesConnectionOpen() || !answers.isClean()) {
            close();
        }
        return answer;
    }

    private Socket open(long deadline) throws IOException {
        Socket open = socket;
        if (open != null) {
            return open;
        }
        InetAddress to = address == null ? InetAddress.getByName(endpoint.host()) : address;
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(to, endpoint.port()), (int) Math.min(millis(deadline), OPENING.toMillis()));
            plain.setSoTimeout(millis(deadline));
            open = endpoint.tls() ? secured(plain) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        reader = null;
        socket = open;
        return open;
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static int millis(long deadline) throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("no connection in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
