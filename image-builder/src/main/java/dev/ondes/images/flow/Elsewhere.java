package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.build.Build;
import dev.ondes.images.ends.PodReader;
import dev.ondes.images.ends.Verdict;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which parts of a build need a second Job, where nodes stay: those that lost their nodes often on spot, and everywhere those whose
 * first Job will make no pod any more. Pure.
 */
final class Elsewhere {
    private Elsewhere() {}

    /** Parts that have no second Job yet and need one. */
    static Set<Integer> needed(Build build, Sight sight, List<PartLook> live, int fallbackAfterLosses) {
        boolean lostOften = build.lostPods().size() >= fallbackAfterLosses;
        Set<Integer> needed = new TreeSet<>();
        for (Job job : sight.jobs()) {
            int part = JobReader.part(job);
            boolean stuck = isOverByLoss(build, job) || isHeldByLost(build, job, sight);
            if (!isMoved(sight, part)
                    && !isDone(build, part)
                    && !isRunning(live, part)
                    && (stuck || (lostOften && isSpot(job)))) {
                needed.add(part);
            }
        }
        return needed;
    }

    /** How a part ended whose Jobs have no pod that says why, and make no other: somebody deleted it, or its last node went. */
    static Optional<JobEnd> endWithoutPod(Build build, Sight sight, List<PartLook> live) {
        for (Job job : sight.jobs()) {
            int part = JobReader.part(job);
            boolean pending = !isDone(build, part)
                    && live.stream().noneMatch(look -> look.pod().part() == part);
            boolean lost = isOverByLoss(build, job) || isHeldByLost(build, job, sight);
            boolean goesOn = !JobReader.isFallback(job) && (isMoved(sight, part) || lost);
            Optional<JobEnd> end = JobEnd.of(job);
            if (pending && !goesOn && (lost || end.isPresent())) {
                return lost
                        ? Optional.of(new JobEnd(
                                BuildReason.NODE_LOST,
                                end.map(JobEnd::detail).orElse("its last node booted, or fell silent")))
                        : end;
            }
        }
        return Optional.empty();
    }

    /** Parts that have no pod at all. */
    static boolean isAnyPartWithoutPod(Build build, List<PartLook> live) {
        return IntStream.range(0, build.order().parts())
                .filter(part -> !isDone(build, part))
                .anyMatch(part -> live.stream().noneMatch(look -> look.pod().part() == part));
    }

    /** Whether a pod is still to come to its first container, which reads where the context is. */
    static boolean isAnyPartBeforeItsContext(Build build, List<PartLook> live) {
        return isAnyPartWithoutPod(build, live)
                || live.stream().anyMatch(look -> !look.pod().contextBegun());
    }

    private static boolean isMoved(Sight sight, int part) {
        return sight.jobs().stream().anyMatch(job -> JobReader.isFallback(job) && JobReader.part(job) == part);
    }

    private static boolean isDone(Build build, int part) {
        return build.pushed().stream().anyMatch(pushed -> pushed.part() == part);
    }

    private static boolean isRunning(List<PartLook> live, int part) {
        return live.stream().anyMatch(look -> look.pod().part() == part && look.verdict() instanceof Verdict.Runs);
    }

    /** A lost pod that has not ended keeps its Job from making another. */
    private static boolean isHeldByLost(Build build, Job job, Sight sight) {
        Set<String> lost = lostOf(build, job);
        return sight.pods().stream()
                .map(pod -> PodReader.read(pod, JobReader.part(pod)))
                .anyMatch(pod -> lost.contains(pod.name()) && !pod.ended());
    }

    /** Kubernetes took a lost pod for one that failed, and makes no other. */
    private static boolean isOverByLoss(Build build, Job job) {
        return JobEnd.of(job).filter(end -> end.reason() == BuildReason.UNKNOWN).isPresent()
                && !lostOf(build, job).isEmpty();
    }

    private static Set<String> lostOf(Build build, Job job) {
        String name = job.getMetadata().getName();
        return build.lostPods().stream()
                .filter(pod -> pod.substring(0, pod.lastIndexOf('-')).equals(name))
                .collect(Collectors.toSet());
    }

    private static boolean isSpot(Job job) {
        return "spot".equals(job.getMetadata().getLabels().get(JobNames.CAPACITY));
    }
}
