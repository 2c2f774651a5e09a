package dev.ondes.alerter;

import static dev.ondes.alerter.testing.Says.room;

import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.meter.Buckets;
import dev.ondes.alerter.meter.FleetGauges;
import dev.ondes.alerter.meter.JobCounters;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Resources;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast, and how large: by hand, {@code java -cp <test class path> dev.ondes.alerter.FleetThroughput}. A day of 100,000 jobs in 100 classes
 * and 50 projects, from its bytes into model and metrics.
 */
@SuppressWarnings("deprecation")
public final class FleetThroughput {
    private static final Instant MORNING = Instant.parse("2026-03-02T00:00:00Z");
    private static final int JOBS = 100_000;
    private static final Says SAYS = new Says();

    private FleetThroughput() {}

    public static void main(String[] arguments) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var buckets =
                new Buckets(Buckets.STANDARD.queue(), Buckets.STANDARD.stage(), Buckets.STANDARD.build(), 100, 50);
        var counters = new JobCounters(registry, buckets);
        var fleet = new Fleet(Staleness.STANDARD, AlertWatch.windows(StandardRules.all()), counters);
        var codec = new EventCodec();
        Instant now = MORNING.plus(Duration.ofDays(1)).minusSeconds(1);
        long decoding = 0;
        long handling = 0;
        long events = 0;
        for (int from = 0; from < JOBS; from += 1_000) {
            List<byte[]> bodies = new ArrayList<>();
            for (int id = from + 1; id <= from + 1_000; id++) {
                job(id).forEach(event -> bodies.add(codec.encode(event)));
            }
            long start = processor();
            List<Event<?>> decoded = new ArrayList<>();
            bodies.forEach(body -> decoded.add(codec.decode(body).orElseThrow()));
            long between = processor();
            decoded.forEach(event -> fleet.on(event, now));
            long end = processor();
            decoding += between - start;
            handling += end - between;
            events += bodies.size();
        }
        System.out.printf("events %d%n", events);
        System.out.printf("decode and validate: %.0f events/s%n", events * 1e9 / decoding);
        System.out.printf("model and counters: %.0f events/s%n", events * 1e9 / handling);
        System.out.printf("both, on one core: %.0f events/s%n", events * 1e9 / (decoding + handling));

        Snapshot[] newest = {fleet.snapshot(now)};
        var gauges = new FleetGauges(registry, () -> newest[0], counters, buckets);
        gauges.see(newest[0]);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = processor();
            newest[0] = fleet.snapshot(now);
            best = Math.min(best, processor() - start);
        }
        System.out.printf("snapshot: %.1f ms%n", best / 1e6);
        best = Long.MAX_VALUE;
        int size = 0;
        for (int i = 0; i < 20; i++) {
            long start = processor();
            size = registry.scrape().length();
            best = Math.min(best, processor() - start);
        }
        System.out.printf("scrape: %.1f ms, %d KiB%n", best / 1e6, size / 1024);
        best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = processor();
            newest[0].ended().forEach(_ -> {});
            best = Math.min(best, processor() - start);
        }
        System.out.printf("walk through all ended jobs: %.0f ms%n", best / 1e6);
        long start = processor();
        newest[0].ended().spentSince(MORNING);
        System.out.printf("what the day cost, for the first time: %.0f ms%n", (processor() - start) / 1e6);
        best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            start = processor();
            newest[0].ended().spentSince(MORNING);
            best = Math.min(best, processor() - start);
        }
        System.out.printf("and later: %.1f ms%n", best / 1e6);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "heap after collection: %d MiB with %d ended jobs%n",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20, newest[0].endedCount());
    }

    /** Nanoseconds that this thread had a processor: other programs on the machine don't count. */
    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Event<?>> job(int id) {
        Name job = new Name(id, "class-" + id % 100, "group/project-" + id % 50, "job-" + id % 200);
        Instant at = MORNING.plusMillis(id * 800L);
        return List.of(
                SAYS.observed(job, "pending", at),
                SAYS.capacity(at, room(job.jobClass(), 10, 5)),
                SAYS.queued(job, at, at.plusSeconds(1)),
                SAYS.pod(job, 1, CapacityType.SPOT, at.plusSeconds(2)),
                SAYS.started(job, 1, "node-" + id % 30, at.plusSeconds(9)),
                SAYS.observed(job, "success", at.plusSeconds(200)),
                SAYS.finished(job, used(id), at, at.plusSeconds(201)));
    }

    private static Resources used(int id) {
        return new Resources(
                2L << 30,
                4L << 30,
                (1L << 30) + id * 4096L,
                BigDecimal.ONE,
                BigDecimal.TWO,
                BigDecimal.valueOf(30_000 + id % 20_000, 3),
                BigDecimal.valueOf(id % 100, 2));
    }
}
