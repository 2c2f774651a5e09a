package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Outcomes;
import dev.ondes.alerter.fleet.PendingState;
import dev.ondes.alerter.fleet.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How things stand now.
 *
 * @param waiting all that wait in GitLab, those of which nobody knows included
 * @param stale those of them of which nobody knows
 * @param why they wait, in all classes, most frequent first
 * @param oldest since when the oldest surely waits
 * @param hour how jobs of the last hour ended
 * @param room that all classes together said lately
 * @param classes the fullest first
 * @param alerts that fire, those that people are told of first, the most urgent before all
 * @param wrong what went wrong lately, newest first
 * @param chart of the last hours; null where nothing happened
 */
public record NowView(
        int waiting,
        int stale,
        List<ClassRow.Why> why,
        Times.@Nullable Age oldest,
        Outcomes hour,
        int starting,
        int running,
        ClassRow.@Nullable Room room,
        int leaving,
        List<ClassRow> classes,
        List<AlertRow> alerts,
        Urgency urgency,
        List<Wrong> wrong,
        @Nullable Chart chart) {
    private static final int FIRST = 6;
    private static final int WRONGS = 12;
    private static final Duration LATELY = Duration.ofHours(3);

    /**
     * Something that went wrong through our doing.
     *
     * @param link to what it is about
     */
    public record Wrong(
            Times.Stamp at,
            String what,
            String about,
            @Nullable String link,
            Instant order) {}

    public static NowView of(Moment moment, Rulebook rulebook) {
        Snapshot fleet = moment.fleet();
        Times times = moment.times();
        Collection<ClassFigures> figures = fleet.classes().values();
        List<ClassRow> classes = figures.stream()
                .map(one -> ClassRow.of(one, fleet.capacity().get(one.jobClass()), times))
                .sorted(Comparator.comparingInt(ClassRow::weight).reversed().thenComparing(ClassRow::name))
                .toList();
        History history = History.of(fleet);
        Lately lately = Lately.of(fleet.ended(), times.now(), LATELY, WRONGS);
        return new NowView(
                figures.stream().mapToInt(ClassFigures::allPending).sum(),
                figures.stream().mapToInt(ClassFigures::stale).sum(),
                why(classes),
                figures.stream()
                        .flatMap(one -> one.oldestPending().stream())
                        .min(Instant::compareTo)
                        .map(times::since)
                        .orElse(null),
                lately.hour(),
                figures.stream().mapToInt(ClassFigures::starting).sum(),
                figures.stream().mapToInt(ClassFigures::allRunning).sum(),
                room(classes),
                fleet.leaving(),
                classes,
                AlertRow.all(moment.firing(), times, rulebook),
                Urgency.of(moment.firing()),
                wrong(lately.failed(), fleet, times),
                history.isEmpty() ? null : Chart.of(history, times));
    }

    /** Those that are shown here. */
    public List<AlertRow> firstAlerts() {
        return alerts.stream().limit(FIRST).toList();
    }

    /** How many more there are. */
    public int moreAlerts() {
        return Math.max(0, alerts.size() - FIRST);
    }

    private static List<ClassRow.Why> why(List<ClassRow> classes) {
        Map<PendingState, Integer> jobs = new EnumMap<>(PendingState.class);
        classes.stream()
                .flatMap(one -> one.why().stream())
                .forEach(why -> jobs.merge(why.state(), why.jobs(), Integer::sum));
        return jobs.entrySet().stream()
                .map(entry -> new ClassRow.Why(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(ClassRow.Why::jobs).reversed())
                .toList();
    }

    private static ClassRow.@Nullable Room room(List<ClassRow> classes) {
        List<ClassRow.Room> rooms =
                classes.stream().flatMap(one -> Stream.ofNullable(one.room())).toList();
        int active = rooms.stream().mapToInt(ClassRow.Room::active).sum();
        int limit = rooms.stream().mapToInt(ClassRow.Room::limit).sum();
        int free = rooms.stream().mapToInt(ClassRow.Room::free).sum();
        return rooms.isEmpty() ? null : ClassRow.Room.of(active, limit, free);
    }

    private static List<Wrong> wrong(List<Job> failed, Snapshot fleet, Times times) {
        Instant from = times.now().minus(LATELY);
        Stream<Wrong> jobs = failed.stream().flatMap(job -> failed(job, times).stream());
        Stream<Wrong> failures = fleet.failures().stream()
                .filter(failure -> failure.at().isAfter(from))
                .map(failure -> new Wrong(
                        times.at(failure.at()),
                        Text.shown(
                                failure.what().service() + ": " + failure.what().message()),
                        Text.shown(failure.what().about()),
                        null,
                        failure.at()))
                .limit(WRONGS);
        return Stream.concat(jobs, failures)
                .sorted(Comparator.comparing(Wrong::order).reversed())
                .limit(WRONGS)
                .toList();
    }

    private static Optional<Wrong> failed(Job job, Times times) {
        if (job.end() == null) {
            return Optional.empty();
        }
        Instant at = job.end().how().timings().finishedAt();
        return Optional.of(new Wrong(
                times.at(at),
                job.end().how().reason().sentence(),
                Text.shown(job.name() + " of " + job.project()),
                Links.job(job.id()),
                at));
    }
}
