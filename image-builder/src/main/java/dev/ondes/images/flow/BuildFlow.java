package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.ends.Verdict;
import dev.ondes.images.flow.Patience.Step;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.Notes;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One look at one build, and the next step. What is seen may lag behind what was done, and the process may end after each step: so
 * each may be done again. Only the leader calls it, once at a time for each build.
 */
public final class BuildFlow {
    private static final Logger LOG = Logger.getLogger(BuildFlow.class);

    private final Shelf shelf;
    private final Cluster cluster;
    private final Start start;
    private final Looks looks;
    private final Ending ending;
    private final Announcements say;
    private final FlowRules rules;
    private final Patience patience;
    private final Clock clock;

    public BuildFlow(
            Shelf shelf, Cluster cluster, Start start, Ending ending, Announcements say, FlowRules rules, Clock clock) {
        this.shelf = shelf;
        this.cluster = cluster;
        this.start = start;
        this.looks = new Looks(cluster, start, rules.startPatience());
        this.ending = ending;
        this.say = say;
        this.rules = rules;
        this.patience = new Patience(rules.startPatience(), clock);
        this.clock = clock;
    }

    public void look(BuildId id) {
        Optional<Sight> seen = shelf.sight(id);
        if (seen.isEmpty()) {
            patience.forget(id);
            shelf.deleted(id).ifPresent(build -> {
                ending.deleted(build);
                shelf.forget(id);
            });
            return;
        }
        Sight sight = seen.get();
        Build build = sight.build();
        if (build.result().isPresent()) {
            patience.forget(id);
            ending.tell(build, sight, build.result().get());
        } else if (build.canceledBy() != null) {
            ending.end(build, sight, BuildReason.CANCELED, "by " + build.canceledBy());
        } else if (build.releasedAt() == null) {
            expire(build, sight);
        } else if (build.pushed().size() == build.order().parts()) {
            ending.verify(build, sight);
        } else {
            run(build, sight);
        }
    }

    private void expire(Build build, Sight sight) {
        if (clock.instant().isAfter(build.order().requestedAt().plus(rules.queueLimit()))) {
            ending.end(build, sight, BuildReason.QUEUE_EXPIRED, "longer than " + rules.queueLimit());
        }
    }

    private void run(Build build, Sight sight) {
        boolean fellBack = sight.jobs().stream().anyMatch(JobReader::isFallback);
        if (!fellBack && !managed(build, sight, Step.BEGIN, () -> start.begin(build.order(), sight))) {
            return;
        }
        List<PartLook> seen = looks.of(build, sight, start.builder(build.order()), clock.instant());
        if (isLossNew(build, seen)) {
            if (!managed(build, sight, Step.RENEW, () -> start.renew(build.order(), sight))) {
                return;
            }
        } else {
            patience.done(build.id(), Step.RENEW);
        }
        Build now = noteLosses(build, sight, seen);
        if (now.lostPods().size() > rules.mostLosses()) {
            ending.end(now, sight, BuildReason.NODE_LOST, now.lostPods().size() + " pods lost");
            return;
        }
        Set<String> lost = Set.copyOf(now.lostPods());
        List<PartLook> live =
                seen.stream().filter(look -> !lost.contains(look.pod().name())).toList();
        for (PartLook look : live) {
            if (look.verdict() instanceof Verdict.Failed failed) {
                ending.end(now, sight, failed.reason(), failed.detail());
                return;
            }
        }
        announceStart(now, live);
        now = notePushed(now, live);
        if (now.pushed().size() == now.order().parts()) {
            ending.verify(now, sight);
            return;
        }
        Optional<PartLook> stuck = live.stream().filter(this::isStuck).findFirst();
        if (stuck.isPresent() && stuck.get().verdict() instanceof Verdict.Waits waits && waits.shouldItLast() != null) {
            ending.end(now, sight, waits.shouldItLast(), waits.detail());
            return;
        }
        if (!Elsewhere.isAnyPartBeforeItsContext(now, live)) {
            patience.done(build.id(), Step.KEEP_FRESH);
        } else if (!managed(now, sight, Step.KEEP_FRESH, () -> start.keepFresh(build.order(), sight))) {
            return;
        }
        Build last = now;
        if (!managed(now, sight, Step.FALL_BACK, () -> fallBack(last, sight, live))) {
            return;
        }
        Optional<JobEnd> over = Elsewhere.endWithoutPod(now, sight, live);
        if (over.isPresent()) {
            ending.end(now, sight, over.get().reason(), over.get().detail());
        } else if (isOverdue(now) && Elsewhere.isAnyPartWithoutPod(now, live)) {
            ending.end(
                    now,
                    sight,
                    BuildReason.POD_REFUSED,
                    "no pod came; kubectl describe job " + JobNames.head(now.id()) + " says why");
        }
    }

    /**
     * Takes a step that needs others. One that fails is taken again; where it has failed for too long, its failure is the build's,
     * whatever it is.
     *
     * @return whether it was done
     */
    private boolean managed(Build build, Sight sight, Step step, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!patience.isOver(build.id(), step)) {
                throw e;
            }
            Failure failure = Failure.of(e, BuildReason.POD_REFUSED);
            ending.end(build, sight, failure.reason(), failure.detail());
            return false;
        }
        patience.done(build.id(), step);
        return true;
    }

    /** Whether pods should have begun by now, however late the last of those that were lost was. */
    private boolean isOverdue(Build build) {
        Instant released = Objects.requireNonNull(build.releasedAt());
        int lost = build.lostPods().size();
        return clock.instant()
                .isAfter(released.plus(rules.startPatience().multipliedBy(lost + 1L))
                        .plus(build.order().grant().timeout().multipliedBy(lost)));
    }

    private static boolean isLossNew(Build build, List<PartLook> looks) {
        return looks.stream()
                .anyMatch(look -> look.verdict() instanceof Verdict.Lost
                        && !build.lostPods().contains(look.pod().name()));
    }

    private Build noteLosses(Build build, Sight sight, List<PartLook> looks) {
        Set<String> lost = new LinkedHashSet<>(build.lostPods());
        Map<String, String> nodes = new TreeMap<>(JobReader.lostNodes(sight.head()));
        for (PartLook look : looks) {
            if (look.verdict() instanceof Verdict.Lost why
                    && lost.add(look.pod().name())) {
                String node = look.pod().node();
                if (node != null) {
                    nodes.put(look.pod().name(), node);
                }
                LOG.warn(LogLine.of("a build's pod was lost, another follows")
                        .with(LogKey.SUBJECT, build.id())
                        .with(LogKey.POD, look.pod().name())
                        .with(LogKey.NODE, node)
                        .why(why.detail()));
            }
        }
        if (lost.size() == build.lostPods().size()) {
            return build;
        }
        Map<String, String> notes = new TreeMap<>(Notes.lost(List.copyOf(lost)));
        notes.putAll(Notes.lostNodes(nodes));
        cluster.annotate(JobNames.head(build.id()), notes);
        return build.lost(List.copyOf(lost));
    }

    private void announceStart(Build build, List<PartLook> live) {
        if (build.startedAttempts() >= build.attempt()) {
            return;
        }
        for (PartLook look : live) {
            @Nullable
            Instant at =
                    switch (look.verdict()) {
                        case Verdict.Runs runs -> runs.startedAt();
                        case Verdict.Pushed pushed -> pushed.startedAt();
                        case Verdict.Waits _, Verdict.Going _, Verdict.Failed _, Verdict.Lost _ -> null;
                    };
            if (at != null) {
                say.started(build, build.attempt(), look.pod().node(), at);
                cluster.annotate(JobNames.head(build.id()), Notes.started(build.attempt()));
                return;
            }
        }
    }

    private Build notePushed(Build build, List<PartLook> live) {
        List<Pushed> pushed = new ArrayList<>(build.pushed());
        for (PartLook look : live) {
            int part = look.pod().part();
            if (look.verdict() instanceof Verdict.Pushed done
                    && pushed.stream().noneMatch(known -> known.part() == part)) {
                pushed.add(new Pushed(
                        part,
                        done.digest(),
                        look.pod().node(),
                        done.startedAt(),
                        done.finishedAt(),
                        look.pod().commit()));
            }
        }
        if (pushed.size() == build.pushed().size()) {
            return build;
        }
        cluster.annotate(JobNames.head(build.id()), Notes.pushed(pushed));
        return build.pushed(pushed);
    }

    private boolean isStuck(PartLook look) {
        return look.verdict() instanceof Verdict.Waits waits
                && waits.shouldItLast() != null
                && clock.instant().isAfter(look.since().plus(rules.startPatience()));
    }

    private void fallBack(Build build, Sight sight, List<PartLook> live) {
        for (int part : Elsewhere.needed(build, sight, live, rules.fallbackAfterLosses())) {
            LOG.info(LogLine.of("a build goes on where nodes stay").with(LogKey.SUBJECT, build.id()));
            start.fallBack(build.order(), part, sight);
        }
    }
}
