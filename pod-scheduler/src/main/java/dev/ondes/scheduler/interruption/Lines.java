package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.NodeNotice;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a job's log says of its node's going away: what was heard, and what that means for the job. */
final class Lines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Lines() {}

    /** What was heard: {@code The cloud takes this spot node back (node-1, at 10:02:00 UTC)}. */
    static String heard(NodeNotice notice) {
        String when = notice.deadline() == null ? "" : ", at " + TIME.format(notice.deadline());
        return notice.kind().sentence() + " (" + notice.node() + when + ")";
    }

    /** Null where a job that goes on has nothing to tell its user, or another line tells it. */
    static @Nullable String of(Decision decision, Situation job, NodeNotice notice) {
        return switch (decision) {
            case FINISH ->
                heard(notice) + "; the job goes on: " + (job.begun() ? "it usually ends before" : "it will end before");
            case TELL -> isNoise(notice.kind()) ? null : heard(notice) + "; the job goes on" + prospect(job);
            case MOVE_NOW, STAY -> null;
        };
    }

    private static String prospect(Situation job) {
        if (!job.kind().certain()) {
            return "";
        }
        if (!job.another()) {
            return " as long as the node does: there is no further attempt";
        }
        if (job.restartable()) {
            return "; should its node go first, it runs again";
        }
        return job.begun()
                ? " as long as the node does. Its script has begun, so it does not run again unasked"
                        + " (ONDES_ON_INTERRUPTION=restart would allow that)"
                : "";
    }

    static String stays(NodeNotice notice, String why) {
        return "Node " + notice.node() + " stays after all: " + why;
    }

    /** Autoscalers mark nodes as candidates all day, and a node that is silent hears nothing. */
    private static boolean isNoise(NoticeKind kind) {
        return switch (kind) {
            case SCALE_DOWN_CANDIDATE, NODE_SILENT, UNKNOWN -> true;
            case SPOT_INTERRUPTION,
                    REBALANCE_RECOMMENDED,
                    CAPACITY_RESERVATION_ENDED,
                    MAINTENANCE,
                    INSTANCE_STOPPING,
                    GROUP_SCALE_IN,
                    INSTANCE_UNHEALTHY,
                    SCALE_DOWN,
                    CONSOLIDATION,
                    DRAIN_REQUESTED,
                    NODE_DELETED -> false;
        };
    }
}
