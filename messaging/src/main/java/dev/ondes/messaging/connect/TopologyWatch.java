package dev.ondes.messaging.connect;

import com.rabbitmq.client.Connection;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Checks the topology again while something differs: a service whose operator has mended it is ready soon, without a new
 * connection or a restart. Asks the broker nothing while all is well. One thread of its own.
 */
public final class TopologyWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TopologyWatch.class);

    private final TopologyGuard guard;
    private final BrokerConnection connection;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    private TopologyWatch(TopologyGuard guard, BrokerConnection connection, Duration pause) {
        this.guard = guard;
        this.connection = connection;
        this.pause = pause;
    }

    /** Begins to watch, by a connection that others start, and close after this. */
    public static TopologyWatch start(TopologyGuard guard, BrokerConnection connection, Duration pause) {
        var watch = new TopologyWatch(guard, connection, pause);
        Thread.ofVirtual().name("ondes-topology").start(watch::keepLooking);
        return watch;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void keepLooking() {
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                if (!guard.problems().isEmpty()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void look() throws InterruptedException {
        Optional<Connection> open = connection.awaitUnblocked(Deadline.in(Duration.ZERO));
        if (open.isEmpty()) {
            return;
        }
        try {
            guard.check(open.get());
        } catch (IOException | RuntimeException e) {
            LOG.warn(LogLine.of("the broker's topology could not be checked again")
                    .why(Causes.sentence(e)));
        }
    }
}
