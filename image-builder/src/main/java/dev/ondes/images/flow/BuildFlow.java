package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.UnreadableRecordException;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.ends.EndDecision;
import dev.ondes.images.ends.PodReader;
import dev.ondes.images.ends.Verdict;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.Notes;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One look at one build, and the next step. What is seen may lag behind what was done, and the process may end after each step: so
 * each may be done again. Only the leader calls it, once at a time for each build.
 */
public final class BuildFlow {
    private static final Logger LOG = Logger.getLogger(BuildFlow.class);
    private static final int TAIL = 200;

    private final Shelf shelf;
    private final Cluster cluster;
    private final Start start;
    private final Ending ending;
    private final Announcements say;
    private final FlowRules rules;
    private final Clock clock;

    public BuildFlow(
            Shelf shelf, Cluster cluster, Start start, Ending ending, Announcements say, FlowRules rules, Clock clock) {
        this.shelf = shelf;
        this.cluster = cluster;
        this.start = start;
        this.ending = ending;
        this.say = say;
        this.rules = rules;
        this.clock = clock;
    }

    public void look(BuildId id) {
        Optional<Sight> seen = shelf.sight(id);
        if (seen.isEmpty()) {
            shelf.deleted(id).ifPresent(build -> {
                ending.deleted(build);
                shelf.forget(id);
            });
            return;
        }
        Sight sight = seen.get();
        Build build = sight.build();
        if (build.result().isPresent()) {
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
        if (!fellBack && !managed(build, sight, () -> start.begin(build.order(), sight))) {
            return;
        }
        List<PartLook> looks = looks(build, sight);
        if (isLossNew(build, looks) && !managed(build, sight, () -> start.renew(build.order(), sight))) {
            return;
        }
        Build now = noteLosses(build, looks);
        if (now.lostPods().size() > rules.mostLosses()) {
            ending.end(now, sight, BuildReason.NODE_LOST, now.lostPods().size() + " pods lost");
            return;
        }
        Set<String> lost = Set.copyOf(now.lostPods());
        List<PartLook> live =
                looks.stream().filter(look -> !lost.contains(look.pod().name())).toList();
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
        Build last = now;
        if (managed(now, sight, () -> fallBack(last, sight, live))
                && !failedWithoutPod(now, sight, live)
                && isOverdue(now)
                && isAnyPartWithoutPod(now, live)) {
            ending.end(
                    now,
                    sight,
                    BuildReason.POD_REFUSED,
                    "no pod came; kubectl describe job " + JobNames.head(now.id()) + " says why");
        }
    }

    /**
     * Takes a step that needs others. One that fails is taken again; where it should have been done long ago, its failure is the
     * build's.
     *
     * @return whether it was done
     */
    private boolean managed(Build build, Sight sight, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RefusedException e) {
            return ended(build, sight, e.reason(), e.detail(), e);
        } catch (KubernetesClientException e) {
            return ended(build, sight, BuildReason.POD_REFUSED, Refusals.text(e), e);
        } catch (SealException | UnreadableRecordException e) {
            return ended(build, sight, BuildReason.POD_REFUSED, String.valueOf(e.getMessage()), e);
        }
    }

    private boolean ended(Build build, Sight sight, BuildReason reason, String detail, RuntimeException failure) {
        if (!isOverdue(build)) {
            throw failure;
        }
        ending.end(build, sight, reason, detail);
        return false;
    }

    /** Whether pods should have begun by now, however late the last of those that were lost was. */
    private boolean isOverdue(Build build) {
        Instant released = Objects.requireNonNull(build.releasedAt());
        int lost = build.lostPods().size();
        return clock.instant()
                .isAfter(released.plus(rules.startPatience().multipliedBy(lost + 1L))
                        .plus(build.order().grant().timeout().multipliedBy(lost)));
    }

    private static boolean isAnyPartWithoutPod(Build build, List<PartLook> live) {
        return IntStream.range(0, build.order().parts())
                .filter(part -> build.pushed().stream().noneMatch(pushed -> pushed.part() == part))
                .anyMatch(part -> live.stream().noneMatch(look -> look.pod().part() == part));
    }

    private static boolean isLossNew(Build build, List<PartLook> looks) {
        return looks.stream()
                .anyMatch(look -> look.verdict() instanceof Verdict.Lost
                        && !build.lostPods().contains(look.pod().name()));
    }

    private List<PartLook> looks(Build build, Sight sight) {
        Builder builder = start.builder(build.order());
        List<PartLook> looks = new ArrayList<>();
        for (Pod pod : sight.pods()) {
            var facts = PodReader.read(pod, JobReader.part(pod));
            if (build.lostPods().contains(facts.name())
                    || build.pushed().stream().anyMatch(done -> done.part() == facts.part())) {
                continue;
            }
            Verdict verdict = EndDecision.of(facts, builder, () -> tail(facts.name()));
            looks.add(new PartLook(facts, verdict, PodReader.waitingSince(pod).orElseGet(clock::instant)));
        }
        return looks;
    }

    /** A node that is gone has no log: its absence is no reason to look again for ever. */
    private String tail(String pod) {
        try {
            return cluster.logTail(pod, TAIL);
        } catch (KubernetesClientException e) {
            LOG.warn(LogLine.of("a pod's last lines can't be read")
                    .with(LogKey.POD, pod)
                    .why(e.getMessage()));
            return "";
        }
    }

    private Build noteLosses(Build build, List<PartLook> looks) {
        Set<String> lost = new LinkedHashSet<>(build.lostPods());
        for (PartLook look : looks) {
            if (look.verdict() instanceof Verdict.Lost why
                    && lost.add(look.pod().name())) {
                LOG.warn(LogLine.of("a build's pod was lost, another follows")
                        .with(LogKey.SUBJECT, build.id())
                        .with(LogKey.POD, look.pod().name())
                        .with(LogKey.NODE, look.pod().node())
                        .why(why.detail()));
            }
        }
        if (lost.size() == build.lostPods().size()) {
            return build;
        }
        cluster.annotate(JobNames.head(build.id()), Notes.lost(List.copyOf(lost)));
        return new Build(
                build.order(),
                build.releasedAt(),
                build.canceledBy(),
                List.copyOf(lost),
                build.startedAttempts(),
                build.pushed(),
                build.result(),
                build.announced());
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
                        case Verdict.Waits _, Verdict.Failed _, Verdict.Lost _ -> null;
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
        return new Build(
                build.order(),
                build.releasedAt(),
                build.canceledBy(),
                build.lostPods(),
                build.startedAttempts(),
                pushed,
                build.result(),
                build.announced());
    }

    private boolean isStuck(PartLook look) {
        return look.verdict() instanceof Verdict.Waits waits
                && waits.shouldItLast() != null
                && clock.instant().isAfter(look.waitingSince().plus(rules.startPatience()));
    }

    private void fallBack(Build build, Sight sight, List<PartLook> live) {
        boolean lostOften = build.lostPods().size() >= rules.fallbackAfterLosses();
        Set<Integer> stable = sight.jobs().stream()
                .filter(job -> !isSpot(job))
                .map(JobReader::part)
                .collect(Collectors.toSet());
        for (int part = 0; part < build.order().parts(); part++) {
            int index = part;
            boolean done = build.pushed().stream().anyMatch(pushed -> pushed.part() == index)
                    || live.stream()
                            .anyMatch(look -> look.pod().part() == index && look.verdict() instanceof Verdict.Runs);
            boolean over =
                    sight.jobs().stream().anyMatch(job -> JobReader.part(job) == index && isOverByLoss(build, job));
            if (!stable.contains(part) && !done && (lostOften || over || isHeldByForgotten(build, part, sight))) {
                LOG.info(LogLine.of("a build goes on where nodes stay").with(LogKey.SUBJECT, build.id()));
                start.fallBack(build.order(), part, sight);
            }
        }
    }

    /** A lost pod that has not ended keeps its Job from making another. */
    private static boolean isHeldByForgotten(Build build, int part, Sight sight) {
        return sight.pods().stream()
                .filter(pod -> JobReader.part(pod) == part)
                .map(pod -> PodReader.read(pod, part))
                .anyMatch(pod -> build.lostPods().contains(pod.name()) && !pod.ended());
    }

    /** Kubernetes took a lost pod for one that failed, and makes no other. */
    private static boolean isOverByLoss(Build build, Job job) {
        String name = job.getMetadata().getName();
        return JobEnd.of(job).filter(end -> end.reason() == BuildReason.UNKNOWN).isPresent()
                && build.lostPods().stream()
                        .anyMatch(pod -> pod.substring(0, pod.lastIndexOf('-')).equals(name));
    }

    /**
     * A Job that failed and has no pod that says why: somebody deleted it, or the cluster refused it.
     *
     * @return whether that was the build's end
     */
    private boolean failedWithoutPod(Build build, Sight sight, List<PartLook> live) {
        Set<Integer> elsewhere = sight.jobs().stream()
                .filter(JobReader::isFallback)
                .map(JobReader::part)
                .collect(Collectors.toSet());
        for (Job job : sight.jobs()) {
            int part = JobReader.part(job);
            boolean goesOn = !JobReader.isFallback(job) && (elsewhere.contains(part) || fallsBack(build, job));
            boolean pending = build.pushed().stream().noneMatch(pushed -> pushed.part() == part)
                    && live.stream().noneMatch(look -> look.pod().part() == part);
            Optional<JobEnd> end = JobEnd.of(job);
            if (pending && !goesOn && end.isPresent()) {
                BuildReason reason = isOverByLoss(build, job)
                        ? BuildReason.NODE_LOST
                        : end.get().reason();
                ending.end(build, sight, reason, end.get().detail());
                return true;
            }
        }
        return false;
    }

    /** Its successor is made, and will be seen at the next look. */
    private static boolean fallsBack(Build build, Job job) {
        return isSpot(job) && isOverByLoss(build, job);
    }

    private static boolean isSpot(Job job) {
        return "spot".equals(job.getMetadata().getLabels().get(JobNames.CAPACITY));
    }
}
