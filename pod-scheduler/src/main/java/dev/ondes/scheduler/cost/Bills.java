package dev.ondes.scheduler.cost;

import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.job.Cost;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Spent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Optional;

/** Knows what jobs cost, and counts it by class, capacity and, where that is wanted, project. Thread-safe. */
public final class Bills {
    private final Optional<PriceFile> prices;
    private final Optional<ProjectNames> projects;
    private final NodeShelf nodes;
    private final Clock clock;
    private final MeterRegistry meters;

    /**
     * Knows no cost where there are no prices.
     *
     * @param byProject whether metrics tell projects apart
     */
    public Bills(Optional<PriceFile> prices, boolean byProject, NodeShelf nodes, Clock clock, MeterRegistry meters) {
        this.prices = prices;
        this.projects = byProject ? Optional.of(new ProjectNames()) : Optional.empty();
        this.nodes = nodes;
        this.clock = clock;
        this.meters = meters;
    }

    /** What the job has cost, this attempt and all before it. */
    public Spent upTo(JobPod pod) {
        return pod.spent().plus(attempt(pod));
    }

    /**
     * Counts an attempt that is over; once for each.
     *
     * @param wasted nothing came of it, through no fault of the user
     */
    public void count(JobPod pod, boolean wasted) {
        attempt(pod).known().ifPresent(cost -> count(pod, cost, wasted));
    }

    private Spent attempt(JobPod pod) {
        return prices.map(known -> AttemptCost.of(pod, nodes.find(pod.facts().node()), known, clock.instant()))
                .orElse(new Spent.Unknown());
    }

    private void count(JobPod pod, Cost cost, boolean wasted) {
        Tags tags = Tags.of(
                "class", pod.job().jobClass(), "capacity", pod.capacity().wire(), "currency", cost.currency());
        Tags all = projects.map(names -> tags.and("project", names.of(pod.job().projectPath())))
                .orElse(tags);
        double paid = cost.paid().doubleValue();
        meters.counter("ondes.job.cost", all).increment(paid);
        // A pod made for spot that came to an on-demand node saves nothing.
        meters.counter("ondes.job.savings", all)
                .increment(Math.max(0, cost.onDemand().subtract(cost.paid()).doubleValue()));
        meters.counter("ondes.job.cost.wasted", all).increment(wasted ? paid : 0);
    }
}
