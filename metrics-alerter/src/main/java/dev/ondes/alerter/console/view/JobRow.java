package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job in a list.
 *
 * @param reason why it ended, in words; empty where there is nothing to say
 * @param waited from pending to the script's begin; counted on while it waits
 * @param ran the script; counted on while it runs
 * @param heard when anything was heard of it last
 */
public record JobRow(
        long id,
        String link,
        Mark mark,
        String name,
        String project,
        String branch,
        String jobClass,
        String reason,
        @Nullable Span waited,
        @Nullable Span ran,
        Times.Stamp heard) {

    /**
     * A time that it took, or takes.
     *
     * @param age where it still goes on
     */
    public record Span(String text, Times.@Nullable Age age) {
        static Span took(Duration time) {
            return new Span(Times.took(time), null);
        }

        static Span since(Times.Age age) {
            return new Span(age.text(), age);
        }
    }

    static JobRow of(Job job, Times times) {
        return new JobRow(
                job.id(),
                Links.job(job.id()),
                Mark.of(job),
                Text.shown(job.name()),
                Text.shown(job.project()),
                Text.shown(job.ref()),
                Text.shown(job.jobClass()),
                job.end() == null ? "" : job.end().how().reason().sentence(),
                waited(job, times),
                ran(job, times),
                times.at(job.heardLast()));
    }

    private static @Nullable Span waited(Job job, Times times) {
        Optional<Instant> began = began(job);
        if (began.isPresent()) {
            return Span.took(Duration.between(job.waitsSince(), began.get()));
        }
        Phase phase = job.phase();
        return phase == Phase.PENDING || phase == Phase.STARTING ? Span.since(times.since(job.waitsSince())) : null;
    }

    private static @Nullable Span ran(Job job, Times times) {
        Optional<Instant> began = began(job);
        if (began.isEmpty()) {
            return null;
        }
        if (job.end() == null) {
            return job.phase() == Phase.RUNNING ? Span.since(times.since(began.get())) : null;
        }
        Instant ended = job.end().how().timings().scriptFinishedAt();
        return Span.took(Duration.between(
                began.get(), ended == null ? job.end().how().timings().finishedAt() : ended));
    }

    /** The script of the last attempt. */
    private static Optional<Instant> began(Job job) {
        if (job.end() != null) {
            return Optional.ofNullable(job.end().how().timings().scriptStartedAt());
        }
        if (job.attempts().isEmpty() || job.phase() != Phase.RUNNING) {
            return Optional.empty();
        }
        return Optional.ofNullable(job.attempts().getLast().start()).map(start -> start.startedAt());
    }
}
