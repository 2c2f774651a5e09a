package dev.ondes.scheduler.pods;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.pod.PodLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's pod: who it is, and its state. All that a restarted scheduler must know stands in the pod.
 *
 * @param job as it was queued; its sealed payload is empty here
 * @param image of the build container
 * @param logOffset size of the log at GitLab where this attempt begins
 * @param finalizers all on the pod, ours and others'
 * @param order capacity types that the job tries, in this order; empty where the pod doesn't say
 * @param requests what all its containers keep from others
 * @param build what its build container asks for, and may use
 * @param spent by earlier attempts
 * @param restartable whether the user lets the script run again after an interruption
 * @param interruption whose doing the last loss of a node was that hit an earlier attempt
 * @param otherRoom whether it needs other nodes than its class's pods, or more or less room on them
 * @param pullRound which of their pull policies its images are pulled by
 * @param serviceNotes what is said of its services in {@link PodLayout#SERVICES_ANNOTATION}; empty for nothing
 * @param version grows with each change that the API server makes to the pod; 0 where it does not say
 * @param withoutServices places of the job's services that it does without, since they crashed in an earlier attempt
 */
public record JobPod(
        String namespace,
        String name,
        String uid,
        JobQueued job,
        int attempt,
        CapacityType capacity,
        String image,
        long logOffset,
        @Nullable String traceparent,
        String intent,
        List<String> finalizers,
        PodFacts facts,
        List<CapacityType> order,
        Requests requests,
        BuildSize build,
        Spent spent,
        boolean restartable,
        @Nullable LossCause interruption,
        Set<Integer> withoutServices,
        boolean otherRoom,
        PullRound pullRound,
        String serviceNotes,
        long version) {

    /** Copies the lists. */
    public JobPod {
        finalizers = List.copyOf(finalizers);
        order = List.copyOf(order);
        withoutServices = Set.copyOf(withoutServices);
    }

    public long jobId() {
        return job.jobId();
    }

    /** Our finalizer is on it: its end isn't dealt with yet. */
    public boolean held() {
        return finalizers.contains(PodNames.FINALIZER);
    }

    /** What is left of a pod whose end was dealt with: only to be deleted. */
    public boolean leftOver() {
        return !held() && (facts.over() || facts.report() != null);
    }

    /** Nobody waits for its end any more, and it is just going away. */
    public boolean isLetGo() {
        return !held() && facts.deletedAt() != null;
    }

    /** Those that the next attempt does without: those that this one lacks, and those that crashed in it. */
    public Set<Integer> hopelessServices() {
        Set<Integer> all = new HashSet<>(withoutServices);
        facts.services().stream()
                .filter(ServiceFacts::crashes)
                .map(ServiceFacts::index)
                .forEach(all::add);
        return all;
    }

    /** The last that is known of a pod that isn't there any more. */
    public JobPod asGone() {
        var seen = facts;
        return new JobPod(
                namespace,
                name,
                uid,
                job,
                attempt,
                capacity,
                image,
                logOffset,
                traceparent,
                intent,
                List.of(),
                new PodFacts(
                        seen.phase(),
                        seen.reason(),
                        seen.message(),
                        seen.node(),
                        seen.scheduling(),
                        seen.createdAt(),
                        seen.scheduledAt(),
                        seen.deletedAt(),
                        seen.disruption(),
                        seen.agent(),
                        seen.build(),
                        seen.services(),
                        seen.report(),
                        seen.mark(),
                        seen.notice(),
                        true),
                order,
                requests,
                build,
                spent,
                restartable,
                interruption,
                withoutServices,
                otherRoom,
                pullRound,
                serviceNotes,
                version);
    }
}
