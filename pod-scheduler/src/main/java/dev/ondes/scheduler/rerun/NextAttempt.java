package dev.ondes.scheduler.rerun;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.Fence;
import dev.ondes.scheduler.place.CapacityOrder;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.watch.Attempts;
import java.util.List;
import java.util.Optional;

/**
 * Whether another attempt may follow one that was lost, and where. Pure; whether the script has begun is not asked here
 * but at GitLab, which alone knows ({@link Fence}).
 */
public record NextAttempt(int attempt, CapacityType capacity) {
    /** Empty where the job ends with this attempt. */
    public static Optional<NextAttempt> after(JobPod lost, EndReason reason, JobClass jobClass) {
        int attempt = lost.attempt() + 1;
        if (attempt > Attempts.LIMIT) {
            return Optional.empty();
        }
        List<CapacityType> order = CapacityOrder.of(lost, jobClass);
        return switch (fallsBack(lost, reason) ? Cause.CHANCE : cause(reason)) {
            case JOB -> Optional.empty();
            case PLACE -> {
                int next = order.indexOf(lost.capacity()) + 1;
                yield next < order.size() ? Optional.of(new NextAttempt(attempt, order.get(next))) : Optional.empty();
            }
            case SERVICE -> Optional.of(new NextAttempt(attempt, same(lost, order)));
            case CHANCE -> {
                boolean surest = attempt == Attempts.LIMIT && order.contains(CapacityType.ON_DEMAND);
                yield Optional.of(new NextAttempt(attempt, surest ? CapacityType.ON_DEMAND : same(lost, order)));
            }
        };
    }

    private static CapacityType same(JobPod lost, List<CapacityType> order) {
        return order.contains(lost.capacity()) ? lost.capacity() : order.getFirst();
    }

    /** Whether it was lost since an image could not be pulled by the first of its policies, and there is another. */
    private static boolean fallsBack(JobPod lost, EndReason reason) {
        return lost.pullRound() == PullRound.FIRST
                && (reason == EndReason.IMAGE_NOT_FOUND || reason == EndReason.IMAGE_PULL_FAILED);
    }

    /** Whether the attempt after it pulls images by their second policies. */
    static boolean pullsAgain(JobPod lost, EndReason reason) {
        return lost.pullRound() == PullRound.SECOND || fallsBack(lost, reason);
    }

    /** Whether a pod that finds no node would be made anew on another capacity. */
    public static boolean hasOtherPlace(JobPod pod, JobClass jobClass) {
        return after(pod, EndReason.UNSCHEDULABLE, jobClass).isPresent();
    }

    /** The same, where it was placed at last. */
    NextAttempt at(Place place) {
        return new NextAttempt(attempt, place.capacity());
    }

    private enum Cause {
        /** What the job is: it would happen again. */
        JOB,
        /** No room of this kind: elsewhere there may be. */
        PLACE,
        /** A service that crashes: the job does without it, as it would with gitlab-runner. */
        SERVICE,
        /** What can happen to any pod. */
        CHANCE
    }

    private static Cause cause(EndReason reason) {
        return switch (reason) {
            case NODE_LOST,
                    SPOT_INTERRUPTED,
                    NODE_SCALED_DOWN,
                    NODE_MAINTENANCE,
                    NODE_DRAINED_BY_OPERATOR,
                    POD_EVICTED,
                    POD_PREEMPTED,
                    POD_DELETED,
                    POD_REFUSED,
                    IMAGE_PULL_FAILED,
                    BUILD_CONTAINER_LOST,
                    AGENT_LOST,
                    SECRETS_FAILED,
                    SOURCES_FAILED,
                    ARTIFACTS_DOWNLOAD_FAILED,
                    // Of the pod's deadline; of the job's own the agent tells. A script that has begun isn't run again
                    // after it, so this means that what comes before the script hung.
                    JOB_TIMEOUT,
                    UNKNOWN -> Cause.CHANCE;
            case UNSCHEDULABLE -> Cause.PLACE;
            case SERVICE_FAILED -> Cause.SERVICE;
            case SCRIPT_SUCCEEDED,
                    SCRIPT_FAILED,
                    OUT_OF_MEMORY,
                    OUT_OF_DISK,
                    CANCELED,
                    JOB_GONE,
                    IMAGE_NOT_FOUND,
                    IMAGE_INVALID,
                    SETTINGS_INVALID,
                    SECRETS_REFUSED,
                    PAYLOAD_TOO_LARGE,
                    ARTIFACTS_UPLOAD_FAILED,
                    ARTIFACTS_TOO_LARGE,
                    ARTIFACTS_REFUSED,
                    PAYLOAD_UNREADABLE,
                    CLASS_UNKNOWN,
                    HAND_OVER_FAILED,
                    BROKER_LIMIT_TOO_LOW -> Cause.JOB;
        };
    }

    /**
     * What the user reads where the next attempt's log begins.
     *
     * @param lost the attempt before
     * @param what what happened to it, and when in its life
     */
    public String line(JobPod lost, String what) {
        return line(lost, what, "");
    }

    private String line(JobPod lost, String what, String how) {
        String where = capacity == lost.capacity() ? "" : " on " + capacity.wire() + " capacity";
        return "\u001b[33;1mOndes: " + what + "; attempt " + attempt + " of " + Attempts.LIMIT + " follows" + where
                + how + "\u001b[0;m";
    }

    private static String how(JobPod lost, Ending loss) {
        return loss.reason() == EndReason.SERVICE_FAILED
                ? " without it"
                : fallsBack(lost, loss.reason()) ? " with the next pull_policy" : "";
    }

    /**
     * The lines that take the job over from a lost attempt.
     *
     * @param again whether it may be taken over where its script has begun, too
     */
    Fence.Lines lines(JobPod lost, Ending loss, boolean again) {
        String what = what(lost, loss);
        return new Fence.Lines(
                line(lost, what + " before the script began", how(lost, loss)),
                again ? line(lost, what + " while the script ran, which may run again") : null);
    }

    private static String what(JobPod lost, Ending loss) {
        String node = lost.facts().node();
        if (loss.reason() == EndReason.NODE_LOST && node != null) {
            return "Node " + node + " vanished";
        }
        boolean explained = loss.detail() != null
                && (loss.reason() == EndReason.SERVICE_FAILED
                        || fallsBack(lost, loss.reason())
                        || Losses.cause(loss.reason()).isPresent());
        return loss.reason().sentence() + (explained ? " (" + loss.detail() + ")" : "");
    }
}
