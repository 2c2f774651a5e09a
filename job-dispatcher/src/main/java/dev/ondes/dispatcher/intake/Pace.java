package dev.ondes.dispatcher.intake;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.dispatcher.intake.Step.AskAgain;
import dev.ondes.dispatcher.intake.Step.KeepAway;
import dev.ondes.dispatcher.intake.Step.Listen;
import dev.ondes.gitlab.JobAnswer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to ask GitLab next: a pure function of the answers so far. Immutable.
 *
 * @param lastUpdate GitLab's opaque mark of the runner's queue, sent back with the next request
 * @param repeats answers in a row that called for asking at once without giving a job
 * @param failures answers in a row that weren't GitLab's
 * @param strikes refusals in a row
 */
public record Pace(Rhythm rhythm, @Nullable String lastUpdate, int repeats, int failures, int strikes) {
    /** From here on a request without news was held by GitLab: the next one will be, too. */
    static final Duration LONG_POLL = Duration.ofSeconds(1);

    /** So many requests may follow each other at once without a job; a GitLab that asks for more gets pauses. */
    static final int REPEATS_AT_ONCE = 5;

    static final Duration BREATH = Duration.ofMillis(500);
    static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    static final Duration LONGEST_THROTTLE = Duration.ofMinutes(10);

    /** As gitlab-runner: after this many refusals in a row the runner counts as unhealthy. */
    static final int STRIKES = 3;

    /**
     * What operators set.
     *
     * @param checkInterval between two requests where GitLab doesn't hold them
     * @param refusedInterval between two requests of a runner that GitLab refuses
     */
    public record Rhythm(Duration checkInterval, Duration refusedInterval) {}

    /** The next pace, and what to do before the next request. */
    public record Next(Pace pace, Step step) {}

    public static Pace start(Rhythm rhythm) {
        return new Pace(rhythm, null, 0, 0, 0);
    }

    /** Whether GitLab takes the runner and is there, as far as is known. */
    public boolean healthy() {
        return strikes == 0 && failures == 0;
    }

    /** Whether GitLab has refused the runner often enough to be asked seldom. */
    public boolean unhealthy() {
        return strikes >= STRIKES;
    }

    /**
     * What follows from an answer.
     *
     * @param random spreads waits after failures
     */
    public Next after(Asked asked, RandomGenerator random) {
        return switch (asked.answer()) {
            case JobAnswer.Job ignored -> new Next(calm(lastUpdate), new AskAgain());
            case JobAnswer.NoJob none -> afterNothing(none, asked.took());
            case JobAnswer.Conflict ignored -> again(lastUpdate);
            case JobAnswer.Throttled throttled ->
                new Next(calm(lastUpdate), new KeepAway(atMost(throttled.delay(), LONGEST_THROTTLE)));
            case JobAnswer.Refused ignored -> refused();
            case JobAnswer.Unavailable ignored -> failed(random);
            // The job is failed at GitLab; should every job be so, they must not all be failed within a minute.
            case JobAnswer.Malformed ignored -> failed(random);
        };
    }

    private Next afterNothing(JobAnswer.NoJob none, Duration took) {
        String told = none.lastUpdate();
        if (told != null && !told.equals(lastUpdate)) {
            return again(told);
        }
        if (took.compareTo(LONG_POLL) >= 0) {
            return new Next(calm(lastUpdate), new AskAgain());
        }
        if (told == null && lastUpdate != null) {
            // Not from GitLab itself but from Workhorse before it, which held the request until the queue changed, and
            // never gives a job: only the next request does.
            return again(lastUpdate);
        }
        return new Next(calm(lastUpdate), new Listen(rhythm.checkInterval()));
    }

    private Next again(@Nullable String update) {
        Pace pace = new Pace(rhythm, update, repeats + 1, 0, 0);
        return new Next(pace, pace.repeats <= REPEATS_AT_ONCE ? new AskAgain() : new Listen(BREATH));
    }

    private Next refused() {
        Pace pace = new Pace(rhythm, lastUpdate, 0, 0, strikes + 1);
        return new Next(pace, new KeepAway(pace.unhealthy() ? rhythm.refusedInterval() : rhythm.checkInterval()));
    }

    private Next failed(RandomGenerator random) {
        Pace pace = new Pace(rhythm, lastUpdate, 0, failures + 1, 0);
        return new Next(pace, new KeepAway(BACKOFF.after(pace.failures, random)));
    }

    private Pace calm(@Nullable String update) {
        return new Pace(rhythm, update, 0, 0, 0);
    }

    private static Duration atMost(Duration wait, Duration limit) {
        return Durations.shorter(wait, limit);
    }
}
