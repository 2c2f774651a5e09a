package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Attempt;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.job.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a job went through, step by step: for a bar and the table beside it. Attempts that were lost are one step each.
 *
 * @param summary the same in one sentence
 */
record Way(List<Step> steps, String summary) {
    private static final double WIDTH = 1000;
    private static final double LEAST = 3;

    /**
     * One step.
     *
     * @param kind its colour and height: {@code waiting}, {@code handing}, {@code starting}, {@code running}, {@code ending} or {@code lost}
     * @param age while it goes on
     * @param x where it begins in the bar, of 1000
     */
    public record Step(
            String kind, String name, Times.Stamp from, String took, Times.@Nullable Age age, String x, String width) {}

    private record Part(
            String kind,
            String name,
            Instant from,
            @Nullable Instant until) {}

    static Way of(Job job, Times times) {
        List<Part> parts = new Parts(job).all();
        if (parts.isEmpty()) {
            return new Way(List.of(), "Nothing is known of its way");
        }
        Instant begin = parts.getFirst().from();
        Instant last =
                parts.getLast().until() == null ? times.now() : parts.getLast().until();
        double whole = Math.max(1, Duration.between(begin, last).toMillis());
        List<Step> steps =
                parts.stream().map(part -> step(part, begin, whole, times)).toList();
        return new Way(
                steps,
                steps.stream()
                        .map(step -> step.name() + " " + step.took() + (step.age() == null ? "" : " until now"))
                        .collect(Collectors.joining(", ")));
    }

    private static Step step(Part part, Instant begin, double whole, Times times) {
        Instant until = part.until() == null ? times.now() : part.until();
        double from = WIDTH * Duration.between(begin, part.from()).toMillis() / whole;
        double width = WIDTH * Duration.between(part.from(), until).toMillis() / whole;
        return new Step(
                part.kind(),
                part.name(),
                times.at(part.from()),
                Times.took(Duration.between(part.from(), until)),
                part.until() == null ? times.since(part.from()) : null,
                number(Math.clamp(from, 0, WIDTH - LEAST)),
                number(Math.clamp(width, LEAST, WIDTH)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Each step begins where the one before ended; what nobody said is left out. */
    private static final class Parts {
        private final Job job;
        private final List<Part> parts = new ArrayList<>();
        private Instant at;

        Parts(Job job) {
            this.job = job;
            this.at = job.waitsSince();
        }

        List<Part> all() {
            if (job.phase() == Phase.NOT_READY || job.phase() == Phase.ELSEWHERE) {
                return parts;
            }
            Optional<Timings> timings =
                    Optional.ofNullable(job.end()).map(end -> end.how().timings());
            to("waiting", "waiting in GitLab", timings.map(Timings::takenAt).or(() -> taken()));
            for (Attempt attempt : job.attempts()) {
                if (attempt.loss() != null) {
                    created(attempt).ifPresent(time -> to("handing", "handing over", Optional.of(time)));
                    to(
                            "lost",
                            "attempt " + attempt.number() + ", lost",
                            Optional.of(attempt.loss().saidAt()));
                }
            }
            timings.ifPresentOrElse(this::ended, this::goesOn);
            return parts;
        }

        private Optional<Instant> taken() {
            return Optional.ofNullable(job.taken())
                    .map(said -> said.takenAt())
                    .or(() -> job.attempts().stream()
                            .flatMap(one -> created(one).stream())
                            .findFirst());
        }

        private static Optional<Instant> created(Attempt attempt) {
            return Optional.ofNullable(attempt.pod()).map(Attempt.Pod::createdAt);
        }

        private void ended(Timings timings) {
            List<Ended> steps = List.of(
                    new Ended("handing", "handing over", timings.podCreatedAt()),
                    new Ended("starting", "finding a node", timings.scheduledAt()),
                    new Ended("starting", "pulling images", timings.agentStartedAt()),
                    new Ended("starting", "preparing", job.lastStart().orElse(null)),
                    new Ended("running", "running", timings.scriptFinishedAt()));
            steps.forEach(step -> to(step.kind(), step.name(), Optional.ofNullable(step.at())));
            Ended cutOff = steps.reversed().stream()
                    .takeWhile(step -> step.at() == null)
                    .reduce((_, earlier) -> earlier)
                    .orElse(new Ended("ending", "finishing", null));
            boolean lost = job.end() != null && job.end().how().reason().isLoss();
            to(
                    lost ? "lost" : cutOff.kind(),
                    lost ? cutOff.name() + ", lost" : cutOff.name(),
                    Optional.of(timings.finishedAt()));
        }

        /** A step of a job that ended; one whose end nobody said, and none after it, went on until the job's own. */
        private record Ended(
                String kind, String name, @Nullable Instant at) {}

        private void goesOn() {
            switch (job.phase()) {
                case PENDING -> open("waiting", "waiting in GitLab");
                case STARTING -> {
                    last().flatMap(Parts::created).ifPresent(time -> to("handing", "handing over", Optional.of(time)));
                    open("starting", "starting");
                }
                case RUNNING -> {
                    last().flatMap(Parts::created).ifPresent(time -> to("handing", "handing over", Optional.of(time)));
                    last().map(Attempt::start)
                            .ifPresent(start -> to("starting", "starting", Optional.of(start.startedAt())));
                    open("running", "running");
                }
                case NOT_READY, ELSEWHERE, ENDED -> {}
            }
        }

        private Optional<Attempt> last() {
            return job.attempts().isEmpty()
                    ? Optional.empty()
                    : Optional.of(job.attempts().getLast());
        }

        private void to(String kind, String name, Optional<Instant> until) {
            until.filter(time -> !time.isBefore(at)).ifPresent(time -> {
                parts.add(new Part(kind, name, at, time));
                at = time;
            });
        }

        private void open(String kind, String name) {
            parts.add(new Part(kind, name, at, null));
        }
    }
}
