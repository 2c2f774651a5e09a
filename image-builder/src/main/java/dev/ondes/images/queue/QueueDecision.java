package dev.ondes.images.queue;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is: the project with the fewest running builds first, within it the highest priority, then who waits longest. A
 * project has at most as many as its rule says, and two builds never push to the same tag at once. Pure.
 */
public final class QueueDecision {
    private QueueDecision() {}

    /**
     * Builds to begin now, in this order.
     *
     * @param all every build, ended ones too
     * @param limit of the whole installation
     */
    public static List<Build> next(List<Build> all, int limit) {
        Map<Long, Integer> running = new HashMap<>();
        Set<String> tags = new HashSet<>();
        List<Build> waiting = new ArrayList<>();
        int total = 0;
        for (Build build : all) {
            if (build.state() == BuildState.QUEUED) {
                if (build.canceledBy() == null) {
                    waiting.add(build);
                }
            } else if (!build.state().ended()) {
                total++;
                running.merge(project(build), 1, Integer::sum);
                tags.addAll(tags(build));
            }
        }
        List<Build> next = new ArrayList<>();
        while (total + next.size() < limit) {
            var turn = waiting.stream()
                    .filter(build -> running.getOrDefault(project(build), 0)
                            < build.order().grant().limits().running())
                    .filter(build -> tags(build).stream().noneMatch(tags::contains))
                    .min(order(running));
            if (turn.isEmpty()) {
                break;
            }
            Build build = turn.get();
            waiting.remove(build);
            next.add(build);
            running.merge(project(build), 1, Integer::sum);
            tags.addAll(tags(build));
        }
        return next;
    }

    private static Comparator<Build> order(Map<Long, Integer> running) {
        return Comparator.<Build>comparingInt(build -> running.getOrDefault(project(build), 0))
                .thenComparing(build -> -build.order().spec().priority())
                .thenComparing(build -> build.order().requestedAt())
                .thenComparing(build -> build.id().value());
    }

    private static long project(Build build) {
        return build.order().grant().project().id();
    }

    private static List<String> tags(Build build) {
        return build.order().grant().destinations().stream()
                .map(Object::toString)
                .toList();
    }
}
