package dev.ondes.scheduler.capacity;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.scheduler.pods.JobPod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts the room of each class. Pure. */
final class CapacityCount {
    private CapacityCount() {}

    /**
     * Counts jobs, not pods: one whose attempt was lost keeps its place, since another attempt follows.
     *
     * @param pods of jobs that have not been ended yet
     * @param recent ids of the jobs of a class accepted in the last minute
     * @param full whether the cluster takes no pod of the class now
     */
    static CapacityReported of(
            List<JobClass> classes,
            Collection<JobPod> pods,
            Function<String, List<Long>> recent,
            Predicate<String> full) {
        Map<String, Map<Long, List<JobPod>>> jobs = pods.stream()
                .filter(pod -> !pod.leftOver())
                .collect(Collectors.groupingBy(pod -> pod.job().jobClass(), Collectors.groupingBy(JobPod::jobId)));
        return new CapacityReported(classes.stream()
                .map(jobClass -> {
                    var active = jobs.getOrDefault(jobClass.name(), Map.of());
                    int pending = (int) active.values().stream()
                            .filter(attempts -> attempts.stream()
                                    .allMatch(pod -> pod.facts().node() == null))
                            .count();
                    int free = full.test(jobClass.name()) ? 0 : Math.max(0, jobClass.limit() - active.size());
                    return new ClassCapacity(
                            jobClass.name(),
                            jobClass.limit(),
                            active.size(),
                            pending,
                            free,
                            recent.apply(jobClass.name()));
                })
                .toList());
    }
}
