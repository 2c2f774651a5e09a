package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.OperatorActed;
import dev.ondes.contracts.event.SystemFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fleet at one moment: never changes, for any number of readers.
 *
 * @param newestEvent by its own time; empty where nothing was heard
 * @param classes by name, those of which only capacity is known included
 * @param active jobs that did not end, GitLab's ready ones and those of other runners included
 * @param ended newest first
 * @param nodes that go away, went, or stay after all, newest first
 * @param builds newest first
 * @param silences newest first, those that are over included
 * @param deeds of operators, newest first
 * @param failures newest first
 */
public record Snapshot(
        Instant at,
        Optional<Instant> newestEvent,
        Map<String, ClassFigures> classes,
        List<Job> active,
        Ended ended,
        Map<String, Capacity> capacity,
        List<Departure> nodes,
        List<Build> builds,
        List<KnownAlert> alerts,
        List<Silence> silences,
        List<Deed> deeds,
        List<Failure> failures) {

    /** Something of ours failed. */
    public record Failure(Instant at, SystemFailure what) {}

    /** Somebody did something by hand. */
    public record Deed(Instant at, OperatorActed what) {}

    /** How many jobs are known that ended. */
    public int endedCount() {
        return ended.size();
    }

    /** How many nodes will go away, or may; of one node several things may have been heard. */
    public int leaving() {
        return (int) nodes.stream()
                .filter(Departure::leaves)
                .map(Departure::node)
                .distinct()
                .count();
    }

    /** Before anything was heard. */
    public static Snapshot empty(Instant at) {
        return new Snapshot(
                at,
                Optional.empty(),
                Map.of(),
                List.of(),
                Ended.NONE,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
