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
        Comparator<Job> up(Instant now) {
            return Comparator.comparingLong(Job::id);
        }
    },
    NAME("Name") {
        @Override
        Comparator<Job> up(Instant now) {
            return Comparator.comparing(Job::name, String.CASE_INSENSITIVE_ORDER);
        }
    },
    PROJECT("Project") {
        @Override
        Comparator<Job> up(Instant now) {
            return Comparator.comparing(Job::project, String.CASE_INSENSITIVE_ORDER);
        }
    },
    CLASS("Class") {
        @Override
        Comparator<Job> up(Instant now) {
            return Comparator.comparing(Job::jobClass);
        }
    },
    WAITED("Waited") {
        @Override
        Comparator<Job> up(Instant now) {
            return time(job -> JobTimes.of(job).waited(now));
        }
    },
    RAN("Ran") {
        @Override
        Comparator<Job> up(Instant now) {
            return time(job -> JobTimes.of(job).ran(now));
        }
    },
    HEARD("Heard of") {
        @Override
        Comparator<Job> up(Instant now) {
            return Comparator.comparing(Job::heardLast);
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

    abstract Comparator<Job> up(Instant now);

    static Optional<JobOrder> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }

    private static Comparator<Job> time(Function<Job, Optional<Duration>> time) {
        return Comparator.comparing(job -> time.apply(job).orElse(Duration.ofSeconds(-1)));
    }
}
