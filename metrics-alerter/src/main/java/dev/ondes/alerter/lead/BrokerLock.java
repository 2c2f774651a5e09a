package dev.ondes.alerter.lead;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * By a queue that belongs to one connection: the broker refuses it to all others, and takes it away when the connection ends. While the
 * broker is away nobody can take over, and who led goes on: that the broker is away is what people must be told of. Where only our way to the
 * broker is cut, two lead for a while, and people may be told twice (ADR 12).
 */
public final class BrokerLock implements Leader {
    private static final Logger LOG = Logger.getLogger(BrokerLock.class);
    /** Of an installation's replicas. */
    public static final String QUEUE = "metrics-alerter.leader";

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final BrokerConnection connection;
    private final String queue;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean leads;

    /**
     * Takes part with others of the same queue.
     *
     * @param connection nobody else's
     */
    public BrokerLock(BrokerConnection connection, String queue) {
        this.connection = connection;
        this.queue = queue;
    }

    @Override
    public void start() {
        connection.start();
        Thread.ofVirtual().name("ondes-leader").start(this::work);
    }

    @Override
    public boolean leads() {
        return leads;
    }

    @Override
    public void close() {
        closed.countDown();
        leads = false;
        connection.close();
    }

    private void work() {
        try {
            while (closed.getCount() > 0) {
                Optional<Connection> open = connection.await(Deadline.in(RETRY));
                if (open.isPresent()) {
                    boolean ours = take(open.get());
                    see(ours);
                    if (ours) {
                        awaitEnd(open.get());
                        continue;
                    }
                }
                closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Refused with 405 while another connection has it; then the channel is closed, and nothing else. */
    private boolean take(Connection open) {
        try {
            Channel channel = open.createChannel();
            channel.queueDeclare(queue, false, true, true, Map.of());
            return true;
        } catch (IOException | AlreadyClosedException e) {
            // Another one's; or the connection went, and then nobody's.
            return leads && !open.isOpen();
        }
    }

    private void see(boolean ours) {
        if (ours != leads && closed.getCount() > 0) {
            LOG.info(ours ? "leading from now on" : "another replica leads");
            leads = ours;
        }
    }

    private void awaitEnd(Connection open) throws InterruptedException {
        var ended = new CountDownLatch(1);
        open.addShutdownListener(_ -> ended.countDown());
        while (closed.getCount() > 0 && !ended.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
            // Still ours.
        }
    }
}
