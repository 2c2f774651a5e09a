package dev.ondes.messaging.deadletters;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.deadletters.Result.Kept;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The dead letters of an installation, for its operators: list, show, redrive, discard. Thread-safe; each call goes through the queue
 * once and blocks meanwhile, and waits while another one, here or elsewhere, does the same.
 *
 * <p>Redriving is done again without harm: what is redriven leaves the dead letters only when its queue has confirmed it, so a crash in
 * between sends it twice with one event id, as any redelivery, and never loses it.
 */
public final class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final BrokerConnection connection;
    private final String queue;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Duration patience;
    /** The sign of a walk keeps other connections out, not other threads that use ours. */
    private final ReentrantLock walking = new ReentrantLock();

    /**
     * Begins to connect with the first call.
     *
     * @param connection of its own: while the broker is short of memory or disk it stops reading from one that redrives
     * @param patience how long a call waits for the broker, and for others who look; and how long it looks, while others wait
     */
    public DeadLetters(
            BrokerConnection connection, String queue, Backoff backoff, RandomGenerator random, Duration patience) {
        this.connection = connection;
        this.queue = queue;
        this.backoff = backoff;
        this.random = random;
        this.patience = patience;
    }

    /** The oldest first, {@code atMost} of them; fewer where looking at all takes too long, since others wait meanwhile. */
    public Page list(Selection selection, int atMost) {
        return walk((walk, _) -> find(walk, selection, atMost, Deadline.in(patience)));
    }

    /**
     * One with its headers and body; empty where it is not there.
     *
     * @throws DeadLettersException also when it was not found in time
     */
    public Optional<Shown> show(String key) {
        return walk((walk, _) -> show(walk, key, Deadline.in(patience)));
    }

    static Page find(Steps walk, Selection selection, int atMost, Deadline deadline) throws IOException {
        List<DeadLetter> found = new ArrayList<>();
        while (!deadline.isOver()) {
            Optional<GetResponse> next = walk.next();
            if (next.isEmpty()) {
                return new Page(found, walk.total(), false);
            }
            DeadLetter letter = Letters.read(next.get());
            if (selection.holds(letter)) {
                if (found.size() == atMost) {
                    break;
                }
                found.add(letter);
            }
        }
        return new Page(found, walk.total(), true);
    }

    static Optional<Shown> show(Steps walk, String key, Deadline deadline) throws IOException {
        while (!deadline.isOver()) {
            Optional<GetResponse> next = walk.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            DeadLetter letter = Letters.read(next.get());
            if (letter.key().equals(key)) {
                return Optional.of(shown(letter, next.get()));
            }
        }
        throw new DeadLettersException("there are too many to find it in time; nothing was touched");
    }

    /** Sends the selected ones to the queues they came from. */
    public Result redrive(Selection selection) {
        Result result = walk((walk, open) -> {
            try (var redrive = Redrive.on(open)) {
                return each(walk, selection, redrive::send);
            }
        });
        LOG.info(LogLine.of("redrove dead letters")
                .with(LogKey.COUNT, result.done().size())
                .why(result.brokenOff()));
        return result;
    }

    /** Throws the selected ones away, for good. */
    public Result discard(Selection selection) {
        Result result = walk((walk, _) -> each(walk, selection, (_, _) -> Optional.empty()));
        LOG.warn(LogLine.of("discarded dead letters")
                .with(LogKey.COUNT, result.done().size())
                .why(result.brokenOff()));
        return result;
    }

    /** One way through the letters. */
    interface Steps {
        /** The next one; empty at the end. */
        Optional<GetResponse> next() throws IOException;

        /** How many there are, as far as is known. */
        long total();

        /** Takes the one that came last off the queue for good. */
        void done() throws IOException;
    }

    /** What is done with one; says why it must stay. */
    @FunctionalInterface
    interface Deed {
        Optional<Result.Why> on(DeadLetter letter, GetResponse message) throws IOException, InterruptedException;
    }

    /** What was done before the broker gave up is told all the same: somebody has to answer for it. */
    static Result each(Steps walk, Selection selection, Deed deed) throws IOException, InterruptedException {
        Set<String> done = new LinkedHashSet<>();
        List<Kept> kept = new ArrayList<>();
        try {
            each(walk, selection, deed, done, kept);
            return new Result(List.copyOf(done), kept);
        } catch (IOException | ShutdownSignalException e) {
            if (done.isEmpty() && kept.isEmpty()) {
                throw e;
            }
            return new Result(List.copyOf(done), kept, Causes.sentence(e));
        }
    }

    private static void each(Steps walk, Selection selection, Deed deed, Set<String> done, List<Kept> kept)
            throws IOException, InterruptedException {
        for (var next = walk.next(); next.isPresent(); next = walk.next()) {
            DeadLetter letter = Letters.read(next.get());
            // One that was redriven may be back before we are through.
            if (!selection.holds(letter) || done.contains(letter.key())) {
                continue;
            }
            Optional<Result.Why> why = deed.on(letter, next.get());
            if (why.isPresent()) {
                kept.add(new Kept(letter.key(), why.get()));
            } else {
                // Before it is said to the broker: where that fails nobody knows whether it was heard, and it was sent
                // already.
                done.add(letter.key());
                walk.done();
            }
            // A confirmation that comes late would be taken for that of the next one, which would be thrown away
            // unsent.
            if (done.size() + kept.size() >= selection.most()
                    || why.filter(Result.Why.UNCONFIRMED::equals).isPresent()) {
                return;
            }
        }
    }

    private static Shown shown(DeadLetter letter, GetResponse message) {
        Map<String, Object> headers = message.getProps().getHeaders() == null
                ? Map.of()
                : message.getProps().getHeaders();
        Map<String, String> others = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (!name.equals(Letters.DEATHS)) {
                others.put(name, String.valueOf(value));
            }
        });
        return new Shown(letter, Letters.deaths(headers), others, Letters.shown(message.getBody()));
    }

    @FunctionalInterface
    private interface Way<T> {
        T go(Walk walk, Connection open) throws IOException, InterruptedException;
    }

    private <T> T walk(Way<T> way) {
        connection.start();
        Deadline deadline = Deadline.in(patience);
        try {
            if (!walking.tryLock(deadline.left(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            try {
                return walk(way, deadline);
            } finally {
                walking.unlock();
            }
        } catch (IOException | ShutdownSignalException e) {
            throw new DeadLettersException("the broker gave up in between, and nothing is lost: " + Causes.sentence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLettersException("interrupted; nothing is lost");
        }
    }

    private <T> T walk(Way<T> way, Deadline deadline) throws IOException, InterruptedException {
        for (int failures = 1; !deadline.isOver(); failures++) {
            Connection open = connection
                    .await(deadline)
                    .orElseThrow(() -> new DeadLettersException(
                            "the broker is away: " + connection.trouble().orElse("no connection in time")));
            Optional<Walk> begun = Walk.begin(open, queue);
            if (begun.isPresent()) {
                try (Walk walk = begun.get()) {
                    return way.go(walk, open);
                }
            }
            Pause.REAL.of(backoff.after(failures, random));
        }
        throw busy();
    }

    private static DeadLettersException busy() {
        return new DeadLettersException("somebody else goes through the dead letters now; try again");
    }
}
