package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Outcomes;
import dev.ondes.alerter.fleet.PendingState;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.job.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the person who is woken reads: what is wrong, with figures, and who is hit. Pure. */
final class Descriptions {
    private static final int NAMED = 3;

    private Descriptions() {}

    static String of(Alert alert, Seen seen) {
        String subject = alert.key().subject();
        Optional<ClassFigures> figures =
                Optional.ofNullable(seen.fleet().classes().get(subject));
        return switch (alert.rule().signal()) {
            case Signal.Pending() -> figures.map(of -> pending(of, seen)).orElse("");
            case Signal.OldestPending() -> figures.map(of -> pending(of, seen)).orElse("");
            case Signal.Stuck() ->
                figures.map(of -> jobs(of.stuck().size(), subject)
                                + (of.stuck().size() == 1
                                        ? " was taken and neither begins nor ends: "
                                        : " were taken and neither begin nor end: ")
                                + named(of.stuck()))
                        .orElse("");
            case Signal.SystemFailures(Duration window, int _) ->
                figures.map(of -> failures("the class '" + subject + "'", of.ended(window), window, subject, seen))
                        .orElse("");
            case Signal.BudgetBurn burn ->
                failures("all classes", all(seen.fleet(), burn.longer()), burn.longer(), Signals.ALL, seen);
            case Signal.Silence() ->
                "Nothing was heard for " + time(seen.silence())
                        + ". Either no service speaks, or the broker does not pass it on, or it can't be reached";
            case Signal.CapacitySilence() ->
                "No pod-scheduler said what room there is for " + seconds(alert)
                        + ". Without it job-dispatcher takes no jobs: they wait in GitLab";
            case Signal.Unconsumed() ->
                messages(alert) + " in the queue '" + subject + "', from which nobody takes any";
            case Signal.DeadLetters() ->
                messages(alert) + " in '" + subject + "': look there with 'ondes dead-letters list'";
            case Signal.Always() -> alert.rule().summary();
        };
    }

    private static String pending(ClassFigures figures, Seen seen) {
        List<Job> jobs = seen.fleet().active().stream()
                .filter(job -> job.phase() == Phase.PENDING && job.jobClass().equals(figures.jobClass()))
                .sorted(Comparator.comparing(Job::waitsSince))
                .toList();
        String why = figures.pending().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " because " + reason(entry.getKey()))
                .collect(Collectors.joining(", "));
        return jobs(figures.allPending(), figures.jobClass())
                + (figures.allPending() == 1 ? " waits" : " wait")
                + figures.oldestPending()
                        .map(since -> ", the oldest for " + time(Duration.between(since, seen.at())))
                        .orElse("")
                + (why.isEmpty() ? "" : "; " + why)
                + (jobs.isEmpty() ? "" : ". Hit: " + named(jobs));
    }

    private static String reason(PendingState state) {
        return state == PendingState.UNKNOWN ? "of nobody knows what" : state.sentence();
    }

    private static String failures(String whose, Outcomes ended, Duration window, String subject, Seen seen) {
        List<Job> failed = seen.fleet()
                .ended()
                .since(seen.at().minus(window))
                .filter(job -> job.end() != null && job.end().how().outcome() == Outcome.SYSTEM_FAILED)
                .filter(job -> subject.isEmpty() || job.jobClass().equals(subject))
                .limit(100)
                .toList();
        String reasons = failed.stream()
                .collect(Collectors.groupingBy(
                        job -> job.end() == null ? "" : job.end().how().reason().wire(), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(NAMED)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return ended.system() + " of " + ended.completed() + " jobs of " + whose + " failed through our doing within "
                + time(window) + (reasons.isEmpty() ? "" : ": " + reasons)
                + (failed.isEmpty() ? "" : ". Hit: " + named(failed));
    }

    private static String named(List<Job> jobs) {
        String first = jobs.stream()
                .limit(NAMED)
                .map(job -> job.name() + " of " + job.project() + " (job " + job.id() + ")")
                .collect(Collectors.joining(", "));
        return jobs.size() > NAMED ? first + " and " + (jobs.size() - NAMED) + " more" : first;
    }

    private static Outcomes all(Snapshot fleet, Duration window) {
        return Stream.of(fleet.classes().values().toArray(ClassFigures[]::new))
                .map(one -> one.ended(window))
                .reduce(Outcomes.NONE, Outcomes::plus);
    }

    private static String jobs(long count, String jobClass) {
        return count + (count == 1 ? " job" : " jobs") + " of the class '" + jobClass + "'";
    }

    private static String messages(Alert alert) {
        long count = Math.round(alert.value().orElse(0));
        return count + (count == 1 ? " message waits" : " messages wait");
    }

    private static String seconds(Alert alert) {
        return time(Duration.ofSeconds((long) alert.value().orElse(0)));
    }

    /** Such as {@code 18m} or {@code 1h 5m}. */
    private static String time(Duration time) {
        if (time.toMinutes() < 1) {
            return time.toSeconds() + "s";
        }
        String minutes = time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + "m";
        return time.toHours() == 0 ? minutes : (time.toHours() + "h " + minutes).strip();
    }
}
