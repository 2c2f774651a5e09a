package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import java.time.Duration;
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
                waited(JobTimes.of(job), times),
                ran(JobTimes.of(job), times),
                times.at(job.heardLast()));
    }

    private static @Nullable Span waited(JobTimes job, Times times) {
        if (job.waits()) {
            return Span.since(times.since(job.waitsSince()));
        }
        return job.waited(times.now()).map(Span::took).orElse(null);
    }

    private static @Nullable Span ran(JobTimes job, Times times) {
        if (job.ended().isPresent()) {
            return job.ran(times.now()).map(Span::took).orElse(null);
        }
        return job.began().map(times::since).map(Span::since).orElse(null);
    }
}
