package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.scheduler.overwrite.PodShape;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.pods.Spent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a pod is made from.
 *
 * @param attempt 1, 2 or 3
 * @param place where it may run
 * @param spent by earlier attempts
 * @param logOffset where the attempt's part of the log begins
 * @param image of the build container
 * @param pullPolicy of that image, in this round
 * @param pullRound which of their policies its images are pulled by
 * @param services of the job, in its order
 * @param withoutServices places of those that are left out
 * @param agent what it has in common with all others
 * @param shape what it is like, by its class and by its job
 * @param restartable whether the script may run again after an interruption
 * @param interruption whose doing the last loss of a node was that hit an earlier attempt
 */
record Order(
        JobQueued job,
        @Nullable String traceparent,
        JobClass jobClass,
        int attempt,
        Place place,
        Spent spent,
        long logOffset,
        String image,
        String pullPolicy,
        PullRound pullRound,
        List<JobService> services,
        Set<Integer> withoutServices,
        AgentParts agent,
        PodShape shape,
        boolean restartable,
        @Nullable LossCause interruption) {

    /** Whether it needs other nodes than pods of its class do, or more or less room on them. */
    boolean needsOtherRoom() {
        return shape.otherRoom()
                || services.stream().anyMatch(service -> service.size().other());
    }

    /** Whether the job made its pod another than its class has it. */
    boolean isOfTheJobsMaking() {
        return shape.ofTheJob() || needsOtherRoom();
    }

    /** What the job's user is to be told of its pod. */
    List<String> notes() {
        return Stream.concat(
                        shape.notes().stream(), services.stream().flatMap(service -> service.size().notes().stream()))
                .distinct()
                .toList();
    }
}
