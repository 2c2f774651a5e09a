package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.Signal;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.job.Outcome;

/**
 * Where the cause of an alert is to be seen: from its message to here it is two clicks, and one more to a single job.
 *
 * @param link within the console
 */
public record Look(String link, String text) {

    static Look at(Alert alert) {
        String about = alert.key().subject();
        return switch (alert.rule().signal()) {
            case Signal.Pending _, Signal.OldestPending _ ->
                new Look(
                        jobs(about)
                                .with("state", JobFilter.wire(Phase.PENDING))
                                .with("sort", JobOrder.WAITED.wire())
                                .link(),
                        "Its jobs that wait, the oldest first");
            case Signal.SystemFailures _ -> new Look(failed(about), "Its jobs that failed through our doing");
            case Signal.BudgetBurn _ -> new Look(failed(""), "The jobs that failed through our doing");
            case Signal.Stuck _ ->
                new Look(jobs(about).with("state", JobFilter.STUCK).link(), "The jobs");
            case Signal.Silence _ -> new Look("/queues", "What the broker says of the queues");
            case Signal.CapacitySilence _ -> new Look("/#classes", "What room each class had");
            case Signal.Unconsumed _ -> new Look("/queues", "The queues");
            case Signal.DeadLetters _ -> new Look("/dead-letters", "The messages");
            case Signal.Always _ -> new Look("/alerts", "All alerts");
        };
    }

    private static String failed(String jobClass) {
        return jobs(jobClass).with("outcome", Outcome.SYSTEM_FAILED.wire()).link();
    }

    private static Query jobs(String jobClass) {
        return Query.of("/jobs").with("class", jobClass);
    }
}
