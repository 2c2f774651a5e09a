package dev.ondes.spot.marks;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches what others write on nodes, and tells it. Runs on the leader only: it begins with a look at every node there is, so that nothing is missed
 * that was written while nobody led. Shares the service's cache of nodes; watches Karpenter's claims and events about nodes itself.
 */
public final class MarkWatch {
    /** Karpenter may be installed while we run; and a turn of every node heals whatever was overlooked. */
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final SharedIndexInformer<Node> nodes;
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final NodeTurns turns;
    private final ClaimWatch claims;
    private final EventWatch events;
    private @Nullable ScheduledFuture<?> rounds;

    /**
     * Begins nothing yet.
     *
     * @param nodes the service's informer of nodes, running
     * @param telling where marks go
     */
    public MarkWatch(
            KubernetesClient client,
            SharedIndexInformer<Node> nodes,
            Telling telling,
            Executor threads,
            ScheduledExecutorService timer,
            Clock clock) {
        this.nodes = nodes;
        this.timer = timer;
        this.threads = threads;
        var remarks = new Remarks(clock);
        this.claims = new ClaimWatch(client, this::ask);
        this.events = new EventWatch(client, remarks, this::ask);
        var flow = new MarkFlow(nodes.getIndexer()::getByKey, claims::of, remarks, telling, clock);
        this.turns = new NodeTurns(flow::turn, threads, timer);
    }

    /** To be called once, when this process leads. */
    public synchronized void begin() {
        claims.tryToBegin();
        events.start();
        nodes.addEventHandler(new Handler());
        rounds = timer.scheduleWithFixedDelay(
                () -> threads.execute(this::round), ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(String node) {
        turns.ask(node);
    }

    private void round() {
        claims.tryToBegin();
        nodes.getIndexer().listKeys().forEach(turns::ask);
    }

    public synchronized void stop() {
        if (rounds != null) {
            rounds.cancel(false);
        }
        events.stop();
        claims.stop();
    }

    /** Only asks for turns: a handler that waits would hold up the cache of all. */
    private final class Handler implements ResourceEventHandler<Node> {
        @Override
        public void onAdd(Node node) {
            turns.ask(node.getMetadata().getName());
        }

        @Override
        public void onUpdate(Node before, Node node) {
            turns.ask(node.getMetadata().getName());
        }

        @Override
        public void onDelete(Node node, boolean finalStateUnknown) {
            turns.ask(node.getMetadata().getName());
        }
    }
}
