package dev.ondes.playground.bench;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The events of a day until now: jobs at a steady pace, each seen by a webhook, taken, given a pod, begun and ended, and how much room there is, said
 * every two seconds.
 *
 * @param jobs in all classes together
 * @param payload of each, sealed: so many characters
 */
record MadeUpDay(Instant end, int jobs, int classes, int projects, int payload) {
    private static final long MEBIBYTE = 1L << 20;
    private static final Duration REPORTS = Duration.ofSeconds(2);

    void say(Consumer<Event<?>> out) {
        Duration pace = Duration.ofDays(1).dividedBy(jobs);
        Instant report = end.minus(Duration.ofDays(1));
        for (int id = 1; id <= jobs; id++) {
            Instant at = end.minus(pace.multipliedBy(jobs - id + 1L));
            for (; !report.isAfter(at); report = report.plus(REPORTS)) {
                out.accept(capacity(report));
            }
            job(id, at, out);
        }
    }

    /** What is said of a job that comes at that time, in the order of its life. Later than the end nothing is said. */
    private void job(int id, Instant at, Consumer<Event<?>> out) {
        Made job = made(id);
        Instant ended = at.plusSeconds(90);
        List<Event<?>> life = List.of(
                observed(id, "pending", at),
                event(
                        at.plusSeconds(1),
                        new JobQueued(
                                id,
                                job.name,
                                id / 10,
                                1,
                                job.project,
                                "main",
                                job.jobClass,
                                URI.create("https://gitlab.invalid"),
                                Duration.ofHours(1),
                                at,
                                at.plusSeconds(1),
                                "x.x.x." + "x".repeat(payload) + ".x")),
                event(
                        at.plusSeconds(2),
                        new PodCreated(
                                id,
                                1,
                                job.jobClass,
                                job.project,
                                "ci",
                                "ondes-" + id + "-1",
                                CapacityType.SPOT,
                                at.plusSeconds(2))),
                event(at.plusSeconds(5), new JobStarted(id, 1, job.jobClass, job.project, job.node, at.plusSeconds(5))),
                observed(id, "success", ended),
                event(
                        ended,
                        new JobFinished(
                                id,
                                job.name,
                                job.project,
                                job.jobClass,
                                1,
                                EndReason.SCRIPT_SUCCEEDED.outcome(),
                                EndReason.SCRIPT_SUCCEEDED,
                                0,
                                null,
                                job.node,
                                CapacityType.SPOT,
                                new Timings(
                                        at,
                                        at.plusSeconds(1),
                                        at.plusSeconds(2),
                                        at.plusSeconds(3),
                                        at.plusSeconds(4),
                                        at.plusSeconds(5),
                                        ended,
                                        ended),
                                null,
                                new Cost("USD", new BigDecimal("0.01"), new BigDecimal("0.03")),
                                used(id))));
        life.stream().filter(event -> event.time().isBefore(end)).forEach(out);
    }

    /** Each a little else, as real jobs. */
    private static Resources used(int id) {
        return new Resources(
                2048 * MEBIBYTE,
                4096 * MEBIBYTE,
                1024 * MEBIBYTE + id * 4096L,
                BigDecimal.ONE,
                BigDecimal.TWO,
                BigDecimal.valueOf(30_000 + id % 20_000, 3),
                BigDecimal.valueOf(id % 100, 2));
    }

    /** A webhook's word on the job of that number. */
    Event<JobObserved> observed(int id, String status, Instant at) {
        Made job = made(id);
        return event(
                at,
                new JobObserved(
                        id, job.name, job.project, status, "test", "main", id / 10L, at, null, null, null, null, null));
    }

    private Event<CapacityReported> capacity(Instant at) {
        return event(
                at,
                new CapacityReported(IntStream.range(0, classes)
                        .mapToObj(number -> new ClassCapacity("class-" + number, 100, 5, 0, 95, List.of()))
                        .toList()));
    }

    private record Made(String name, String project, String jobClass, String node) {}

    private Made made(int id) {
        return new Made(
                "job-" + id % 200, "group/project-" + id % projects, "class-" + id % classes, "node-" + id % 30);
    }

    private static <T extends EventData> Event<T> event(Instant at, T data) {
        String id = data.getClass().getSimpleName() + "-" + data.subject() + "-" + at.toEpochMilli();
        String trace = "00-%032x-00f067aa0ba902b7-01".formatted(data.subject().hashCode() & 0xffffffffL);
        return new Event<>(id, "/bench", at, data.subject(), trace, data);
    }
}
