package dev.ondes.messaging.connect;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.authorities.Authorities;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * Where the broker is and who we are there: {@code amqp://user:password@host:port/vhost}, or {@code amqps} with the
 * host's name checked. Prints without the password. Immutable.
 */
public final class AmqpAddress {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RPC_TIMEOUT = Duration.ofSeconds(10);
    /** A dead peer is noticed after two of them. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final ConnectionFactory factory;
    private final String shown;

    private AmqpAddress(ConnectionFactory factory, String shown) {
        this.factory = factory;
        this.shown = shown;
    }

    /**
     * Reads an address; the JVM's own TLS holds for it.
     *
     * @throws IllegalArgumentException as {@link #parse(String, Authorities)}
     */
    public static AmqpAddress parse(String url) {
        return parse(url, Authorities.USUAL);
    }

    /**
     * Reads an address.
     *
     * @param authorities whose word about the broker's identity is taken
     * @throws IllegalArgumentException saying what is expected, never repeating the address: it holds a password
     */
    public static AmqpAddress parse(String url, Authorities authorities) {
        ConnectionFactory factory = new ConnectionFactory();
        String shown;
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || !("amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme()))) {
                throw invalid();
            }
            factory.setUri(uri);
            if ("/".equals(uri.getRawPath())) {
                // By the letter a virtual host without a name, which nobody has: the usual one is meant.
                factory.setVirtualHost(ConnectionFactory.DEFAULT_VHOST);
            }
            if ("amqps".equals(uri.getScheme())) {
                factory.useSslProtocol(authorities.tls());
                factory.enableHostnameVerification();
            } else if (!authorities.areUsual()) {
                throw new IllegalArgumentException("ondes.amqp.url begins with amqp:, which has no TLS, and"
                        + " ondes.amqp.ca-file is set: say amqps:, or leave the file out");
            }
            shown = uri.getScheme() + "://" + factory.getUsername() + "@" + factory.getHost() + ":" + factory.getPort()
                    + (uri.getRawPath() == null ? "" : uri.getRawPath());
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw invalid();
        }
        // Recovery is ours: the client's own knows neither cancelled consumers nor channels closed by an error.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout((int) TIMEOUT.toMillis());
        factory.setHandshakeTimeout((int) TIMEOUT.toMillis());
        factory.setChannelRpcTimeout((int) RPC_TIMEOUT.toMillis());
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
        // Platform threads read the socket: an interrupt of a virtual thread would close it.
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("ondes-amqp-", 0).factory());
        return new AmqpAddress(factory, shown);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "ondes.amqp.url is no broker address: expected amqp://user:password@host:port/vhost, special characters"
                        + " percent-encoded");
    }

    String virtualHost() {
        return factory.getVirtualHost();
    }

    /** @param name what the broker's operators see */
    Connection connect(String name) throws IOException, TimeoutException {
        return factory.newConnection(name);
    }

    @Override
    public String toString() {
        return shown;
    }
}
