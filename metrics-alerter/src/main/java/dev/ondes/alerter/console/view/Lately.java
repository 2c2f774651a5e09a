package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.End;
import dev.ondes.alerter.fleet.Ended;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Outcomes;
import dev.ondes.contracts.job.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What ended lately. Each job is unpacked, looked at and let go: all of a busy three hours would be dozens of MiB at once.
 *
 * @param hour how jobs of the last hour ended
 * @param failed the last that failed through our doing, newest first
 */
record Lately(Outcomes hour, List<Job> failed) {
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Looks through them once.
     *
     * @param lately no longer ago than that, and at least an hour
     * @param most so many that failed
     */
    static Lately of(Ended ended, Instant now, Duration lately, int most) {
        Instant hourAgo = now.minus(HOUR);
        var look = new Object() {
            Outcomes hour = Outcomes.NONE;
            final List<Job> failed = new ArrayList<>();
        };
        ended.since(now.minus(lately)).forEach(job -> {
            End end = job.end();
            if (end == null) {
                return;
            }
            Outcome outcome = end.how().outcome();
            if (end.saidAt().isAfter(hourAgo)) {
                look.hour = look.hour.plus(Outcomes.of(outcome));
            }
            if (outcome == Outcome.SYSTEM_FAILED && look.failed.size() < most) {
                look.failed.add(job);
            }
        });
        return new Lately(look.hour, List.copyOf(look.failed));
    }
}
