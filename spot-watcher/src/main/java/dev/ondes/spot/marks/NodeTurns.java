package dev.ondes.spot.marks;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Lets one thing at a time be done for a node, and all nodes at once. Asks that come during a turn make one more turn; a turn that fails is
 * repeated after a pause that grows, and holds up no other node.
 */
final class NodeTurns {
    private static final Logger LOG = Logger.getLogger(NodeTurns.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private enum Turn {
        UNDER_WAY,
        ONE_MORE
    }

    private final Consumer<String> turn;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    NodeTurns(Consumer<String> turn, Executor threads, ScheduledExecutorService timer) {
        this.turn = turn;
        this.threads = threads;
        this.timer = timer;
    }

    /** Returns at once. */
    void ask(String node) {
        if (turns.merge(node, Turn.UNDER_WAY, (_, _) -> Turn.ONE_MORE) == Turn.UNDER_WAY) {
            threads.execute(() -> run(node));
        }
    }

    private void run(String node) {
        do {
            try {
                turn.accept(node);
                failures.remove(node);
            } catch (RuntimeException e) {
                int failed = failures.merge(node, 1, Integer::sum);
                LOG.warn(LogLine.of("marks of a node could not be told, will be again")
                        .with(LogKey.NODE, node)
                        .why(e.toString()));
                var _ = timer.schedule(() -> ask(node), BACKOFF.after(failed).toMillis(), TimeUnit.MILLISECONDS);
            }
        } while (oneMore(node));
    }

    private boolean oneMore(String node) {
        return turns.computeIfPresent(node, (_, now) -> now == Turn.ONE_MORE ? Turn.UNDER_WAY : null) != null;
    }
}
