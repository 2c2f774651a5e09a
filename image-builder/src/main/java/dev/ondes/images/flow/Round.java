package dev.ondes.images.flow;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.Notes;
import dev.ondes.images.queue.QueueDecision;
import dev.ondes.images.telemetry.Meters;
import dev.ondes.images.watch.Shelf;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What is looked at as a whole: whose turn it is, what has waited too long, and what is old. Only the leader calls it. */
public final class Round {
    private static final Logger LOG = Logger.getLogger(Round.class);

    private final Shelf shelf;
    private final Cluster cluster;
    private final Consumer<BuildId> turns;
    private final Meters meters;
    private final FlowRules rules;
    private final Clock clock;
    /** Released by us, though what is seen may not say so yet. */
    private final Set<BuildId> released = new HashSet<>();

    private final ReentrantLock looking = new ReentrantLock();

    public Round(Shelf shelf, Cluster cluster, Consumer<BuildId> turns, Meters meters, FlowRules rules, Clock clock) {
        this.shelf = shelf;
        this.cluster = cluster;
        this.turns = turns;
        this.meters = meters;
        this.rules = rules;
        this.clock = clock;
    }

    /** Every build gets a look too: what waits for nothing but time has nobody else to wake it. */
    public void look() {
        if (!looking.tryLock()) {
            // One still looks: at a slow cluster looks must not pile up.
            return;
        }
        try {
            lookNow();
        } finally {
            looking.unlock();
        }
    }

    private void lookNow() {
        release();
        List<Build> all = shelf.builds();
        meters.saw(all, clock.instant());
        all.stream()
                .filter(build -> build.result().isEmpty() || !build.announced())
                .map(Build::id)
                .forEach(turns);
        clear(all);
    }

    /** Lets those go whose turn it is. */
    private void release() {
        List<Build> all = shelf.builds();
        released.retainAll(all.stream()
                .filter(build -> build.releasedAt() == null)
                .map(Build::id)
                .collect(Collectors.toSet()));
        Instant now = clock.instant();
        List<Build> seen = all.stream()
                .map(build -> released.contains(build.id()) ? build.released(now) : build)
                .toList();
        for (Build build : QueueDecision.next(seen, rules.running())) {
            each("a build can't be let go", build, () -> {
                cluster.annotate(JobNames.head(build.id()), Notes.released(now));
                released.add(build.id());
                LOG.info(LogLine.of("a build's turn has come").with(LogKey.SUBJECT, build.id()));
            });
        }
    }

    /** One that the cluster refuses must not stop the others. */
    private static void each(String trouble, Build build, Runnable step) {
        try {
            step.run();
        } catch (KubernetesClientException e) {
            LOG.warn(LogLine.of(trouble).with(LogKey.SUBJECT, build.id()).why(e.getMessage()));
        }
    }

    private void clear(List<Build> all) {
        Map<Long, List<Build>> ended = all.stream()
                .filter(build -> build.announced() && build.result().isPresent())
                .collect(Collectors.groupingBy(
                        build -> build.order().grant().project().id()));
        Instant oldest = clock.instant().minus(rules.keep());
        for (List<Build> builds : ended.values()) {
            List<Build> newestFirst = builds.stream()
                    .sorted(Comparator.comparing(Round::endedAt).reversed())
                    .toList();
            for (int index = 0; index < newestFirst.size(); index++) {
                Build build = newestFirst.get(index);
                if (index >= rules.keepPerProject() || endedAt(build).isBefore(oldest)) {
                    each("an old build can't be deleted", build, () -> cluster.delete(JobNames.head(build.id())));
                }
            }
        }
    }

    private static Instant endedAt(Build build) {
        return build.result()
                .map(result -> result.timings().finishedAt())
                .orElse(build.order().requestedAt());
    }
}
