package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a list of jobs can be sorted by; a job that has none of it counts as less than any other. */
enum JobOrder {
    ID("Job") {
        @Override
        Ranking<?> ranking(Instant now) {
            return by(Job::id);
        }
    },
    NAME("Name") {
        @Override
        Ranking<?> ranking(Instant now) {
            return new Ranking<>(Job::name, String.CASE_INSENSITIVE_ORDER);
        }
    },
    PROJECT("Project") {
        @Override
        Ranking<?> ranking(Instant now) {
            return new Ranking<>(Job::project, String.CASE_INSENSITIVE_ORDER);
        }
    },
    CLASS("Class") {
        @Override
        Ranking<?> ranking(Instant now) {
            return by(Job::jobClass);
        }
    },
    WAITED("Waited") {
        @Override
        Ranking<?> ranking(Instant now) {
            return time(job -> JobTimes.of(job).waited(now));
        }
    },
    RAN("Ran") {
        @Override
        Ranking<?> ranking(Instant now) {
            return time(job -> JobTimes.of(job).ran(now));
        }
    },
    HEARD("Heard of") {
        @Override
        Ranking<?> ranking(Instant now) {
            return by(Job::heardLast);
        }
    };

    private final String title;

    JobOrder(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is how long something took. */
    boolean isTime() {
        return this == WAITED || this == RAN;
    }

    abstract Ranking<?> ranking(Instant now);

    static Optional<JobOrder> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }

    /**
     * What jobs are sorted by.
     *
     * @param key of a job
     * @param up the smallest key first
     */
    record Ranking<K>(Function<Job, K> key, Comparator<K> up) {}

    private static <K extends Comparable<K>> Ranking<K> by(Function<Job, K> key) {
        return new Ranking<>(key, Comparator.naturalOrder());
    }

    private static Ranking<Duration> time(Function<Job, Optional<Duration>> time) {
        return by(job -> time.apply(job).orElse(Duration.ofSeconds(-1)));
    }
}
