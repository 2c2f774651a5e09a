package dev.ondes.messaging.connect;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that comes back by itself, the first time included. A connection that was lost is never
 * revived: users take the new one by {@link #await}, and what belonged to the old one stays dead. Thread-safe; one
 * thread of its own connects, users wait in theirs.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    /** A connection that lasted less counts as a failure, so that one which never lasts is not made ten times a second. */
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** While nothing changes, one line per so many failures is enough. */
    private static final int SAY_AGAIN = 20;

    /** What is done with a new connection before anybody gets it, such as declaring the topology. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Connection connection) throws IOException;
    }

    private final AmqpAddress address;
    private final String name;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Preparation preparation;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Connection open;
    private @Nullable String blocked;
    private String trouble = "not connected yet";
    private boolean started;
    private boolean closed;

    public BrokerConnection(
            AmqpAddress address, String name, Backoff backoff, RandomGenerator random, Preparation preparation) {
        this.address = address;
        this.name = name;
        this.backoff = backoff;
        this.random = random;
        this.preparation = preparation;
    }

    /** Begins to connect, in a thread of its own; a second call does nothing. */
    public void start() {
        lock.lock();
        try {
            if (started || closed) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("ondes-connect-" + name).start(this::keepConnected);
    }

    /** Waits for the open connection; empty when the deadline is over or this was closed. */
    public Optional<Connection> await(Deadline deadline) throws InterruptedException {
        return await(deadline, false);
    }

    /** As {@link #await}, but for a connection over which the broker takes messages now. */
    public Optional<Connection> awaitUnblocked(Deadline deadline) throws InterruptedException {
        return await(deadline, true);
    }

    private Optional<Connection> await(Deadline deadline, boolean unblocked) throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (open != null && open.isOpen() && !(unblocked && blocked != null)) {
                    return Optional.of(open);
                }
                if (deadline.isOver()) {
                    return Optional.empty();
                }
                changed.await(deadline.left(), TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no connection now, or why the broker takes no messages over it; empty when all is well. */
    public Optional<String> trouble() {
        lock.lock();
        try {
            if (open == null) {
                return Optional.of(trouble);
            }
            return blocked == null ? Optional.empty() : Optional.of("the broker takes no messages now: " + blocked);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the broker said that it takes no messages now, out of memory or disk. */
    public boolean isBlocked() {
        lock.lock();
        try {
            return blocked != null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes for good and wakes everybody who waits. */
    @Override
    public void close() {
        Connection last;
        lock.lock();
        try {
            closed = true;
            last = open;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.abort((int) CLOSE_TIMEOUT.toMillis());
        }
    }

    private void keepConnected() {
        int failures = 0;
        while (!isClosed()) {
            try {
                Connection connection = connect();
                Deadline steady = Deadline.in(STEADY);
                use(connection);
                failures = steady.isOver() ? 0 : failures + 1;
            } catch (IOException | TimeoutException | RuntimeException e) {
                failed(e, failures++);
            }
            pause(backoff.after(failures + 1, random));
        }
    }

    private Connection connect() throws IOException, TimeoutException {
        Connection connection = address.connect(name);
        try {
            preparation.prepare(connection);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.abort((int) CLOSE_TIMEOUT.toMillis());
            throw e;
        }
    }

    /** Offers the connection to everybody until it is lost. */
    private void use(Connection connection) {
        connection.addBlockedListener(this::blocked, () -> blocked(null));
        lock.lock();
        try {
            if (closed) {
                connection.abort((int) CLOSE_TIMEOUT.toMillis());
                return;
            }
            open = connection;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.info(LogLine.of("connected to the broker")
                .with(LogKey.BROKER, address)
                .with(LogKey.CONNECTION, name));
        // Called at once if the connection is gone by now.
        connection.addShutdownListener(this::lost);
        lock.lock();
        try {
            while (open != null && !closed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void blocked(@Nullable String reason) {
        lock.lock();
        try {
            blocked = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.warn(LogLine.of(reason == null ? "the broker takes messages again" : "the broker takes no messages now")
                .with(LogKey.CONNECTION, name)
                .why(reason));
    }

    private void lost(ShutdownSignalException cause) {
        boolean wanted;
        lock.lock();
        try {
            open = null;
            blocked = null;
            trouble = "the connection was lost: " + Causes.sentence(cause);
            wanted = closed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!wanted) {
            LOG.warn(LogLine.of("lost the broker")
                    .with(LogKey.BROKER, address)
                    .with(LogKey.CONNECTION, name)
                    .why(Causes.sentence(cause)));
        }
    }

    private void failed(Exception cause, int failures) {
        String reason = Causes.sentence(cause);
        boolean news;
        lock.lock();
        try {
            news = failures % SAY_AGAIN == 0 || !trouble.equals(reason);
            trouble = reason;
        } finally {
            lock.unlock();
        }
        if (news) {
            LOG.warn(LogLine.of("cannot reach the broker; trying again")
                    .with(LogKey.BROKER, address)
                    .with(LogKey.CONNECTION, name)
                    .with(LogKey.FAILURES, failures + 1)
                    .why(reason));
        }
    }

    private void pause(Duration time) {
        Deadline end = Deadline.in(time);
        lock.lock();
        try {
            while (!closed && !end.isOver()) {
                changed.await(end.left(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
