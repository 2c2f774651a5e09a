package dev.ondes.alerter.testing;

import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A fleet that never was: jobs of several classes come, wait, run and end, by day more than by night, and troubles befall it. The same
 * seed makes the same events. Nothing takes real time. For one thread.
 */
public final class SimulatedFleet {
    private static final Duration REPORTS = Duration.ofSeconds(15);
    private static final double SCRIPTS_THAT_FAIL = 0.15;

    /**
     * One class.
     *
     * @param limit how many run at once
     * @param byDay new jobs per hour from 7 to 20 o'clock
     * @param byNight and otherwise
     * @param takes how long a script runs, from half to one and a half of it
     */
    public record Shape(String jobClass, int limit, int byDay, int byNight, Duration takes) {}

    private record Step(Instant at, long order, Runnable what) {}

    private record Running(Name job, Instant queuedAt) {}

    private final class Pool {
        final Shape shape;
        final Deque<Running> pending = new ArrayDeque<>();
        final Map<Long, Running> running = new LinkedHashMap<>();

        Pool(Shape shape) {
            this.shape = shape;
        }

        int free() {
            return any(Trouble.NoRoom.class, one -> one.jobClass().equals(shape.jobClass()))
                    ? 0
                    : Math.max(0, shape.limit() - running.size());
        }
    }

    private final Random random;
    private final Instant end;
    private final List<Trouble> troubles;
    private final List<Pool> pools = new ArrayList<>();
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::at).thenComparing(Step::order));
    private final Says says = new Says();
    private final List<Event<?>> held = new ArrayList<>();
    private BiConsumer<Instant, Event<?>> out = (at, event) -> {};
    private Instant now;
    private long order;
    private long ids = 1;

    public SimulatedFleet(long seed, Instant begin, Duration length, List<Shape> shapes, List<Trouble> troubles) {
        this.random = new Random(seed);
        this.now = begin;
        this.end = begin.plus(length);
        this.troubles = List.copyOf(troubles);
        shapes.forEach(shape -> pools.add(new Pool(shape)));
    }

    /** Tells all events in the order in which they arrive, each with the time at which it does. */
    public void run(BiConsumer<Instant, Event<?>> listener) {
        out = listener;
        after(Duration.ZERO, this::report);
        pools.forEach(pool -> after(pause(pool.shape), () -> arrive(pool)));
        troubles.forEach(this::plan);
        while (!steps.isEmpty() && steps.peek().at().isBefore(end)) {
            Step step = steps.poll();
            now = step.at();
            step.what().run();
        }
    }

    private void plan(Trouble trouble) {
        switch (trouble) {
            case Trouble.SpotStorm storm -> {
                for (Instant at = storm.from(); at.isBefore(storm.until()); at = at.plusSeconds(60)) {
                    at(at, () -> strike(pool(storm.jobClass()), storm.jobsPerMinute()));
                }
            }
            case Trouble.BrokerGone gone -> at(gone.until(), this::release);
            case Trouble.GitLabOutage outage -> at(outage.until(), () -> pools.forEach(this::take));
            case Trouble.NoRoom room -> at(room.until(), () -> take(pool(room.jobClass())));
            case Trouble.SchedulersGone gone -> at(gone.until(), () -> pools.forEach(this::take));
            case Trouble.StuckJob stuck -> at(stuck.from(), () -> stick(stuck));
            case Trouble.BrokenPipeline _ -> {}
        }
    }

    private void arrive(Pool pool) {
        after(pause(pool.shape), () -> arrive(pool));
        if (any(Trouble.GitLabOutage.class, one -> true)) {
            return;
        }
        long id = ids++;
        Name job =
                new Name(id, pool.shape.jobClass(), "group/project-" + id % 20, pool.shape.jobClass() + "-" + id % 5);
        say(says.observed(job, "pending", now));
        pool.pending.add(new Running(job, now));
        after(Duration.ofMillis(500), () -> take(pool));
    }

    private void take(Pool pool) {
        while (!pool.pending.isEmpty()
                && pool.free() > 0
                && !any(Trouble.GitLabOutage.class, one -> true)
                && !any(Trouble.SchedulersGone.class, one -> true)) {
            Running next = pool.pending.poll();
            pool.running.put(next.job().id(), next);
            say(says.queued(next.job(), next.queuedAt(), now));
            after(Duration.ofSeconds(1), () -> say(says.pod(next.job(), 1, CapacityType.SPOT, now)));
            after(Duration.ofSeconds(5 + random.nextInt(20)), () -> start(pool, next));
        }
    }

    private void start(Pool pool, Running job) {
        if (!pool.running.containsKey(job.job().id())) {
            return;
        }
        say(says.started(job.job(), 1, "node-" + job.job().id() % 7, now));
        Duration takes = pool.shape.takes();
        after(
                takes.dividedBy(2).plusMillis(random.nextLong(takes.toMillis())),
                () -> end(pool, job, reason(job.job())));
    }

    private EndReason reason(Name job) {
        double part = troubles.stream()
                .filter(trouble -> trouble.at(now))
                .mapToDouble(trouble -> trouble instanceof Trouble.BrokenPipeline broken
                                && broken.jobClass().equals(job.jobClass())
                        ? broken.part()
                        : 0)
                .max()
                .orElse(0);
        return random.nextDouble() < Math.max(part, SCRIPTS_THAT_FAIL)
                ? EndReason.SCRIPT_FAILED
                : EndReason.SCRIPT_SUCCEEDED;
    }

    /** The end is known to GitLab first, and said when there is somebody to say it. */
    private void end(Pool pool, Running job, EndReason reason) {
        if (any(Trouble.GitLabOutage.class, one -> true) || any(Trouble.SchedulersGone.class, one -> true)) {
            after(Duration.ofSeconds(30), () -> end(pool, job, reason));
            return;
        }
        if (pool.running.remove(job.job().id()) != null) {
            say(says.finished(
                    job.job(),
                    reason,
                    reason == EndReason.SPOT_INTERRUPTED ? LossCause.SPOT : null,
                    job.queuedAt(),
                    now));
            take(pool);
        }
    }

    private void strike(Pool pool, int jobs) {
        List<Running> hit = pool.running.values().stream().limit(jobs).toList();
        say(says.notice(
                "n-" + now,
                "node-" + now.getEpochSecond() / 60 % 100_000,
                now,
                hit.stream().mapToLong(one -> one.job().id()).toArray()));
        hit.forEach(one -> end(pool, one, EndReason.SPOT_INTERRUPTED));
    }

    private void stick(Trouble.StuckJob stuck) {
        Name job = Name.of(ids++, stuck.jobClass());
        Instant queuedAt = now;
        say(says.queued(job, queuedAt, now));
        at(stuck.until(), () -> say(says.finished(job, EndReason.UNSCHEDULABLE, null, queuedAt, now)));
    }

    private void report() {
        after(REPORTS, this::report);
        if (!any(Trouble.SchedulersGone.class, one -> true)) {
            say(says.capacity(
                    now,
                    pools.stream()
                            .map(pool -> new ClassCapacity(
                                    pool.shape.jobClass(),
                                    pool.shape.limit(),
                                    pool.running.size(),
                                    0,
                                    pool.free(),
                                    List.of()))
                            .toArray(ClassCapacity[]::new)));
        }
    }

    private void say(Event<?> event) {
        if (any(Trouble.BrokerGone.class, one -> true)) {
            held.add(event);
        } else {
            out.accept(now, event);
        }
    }

    private void release() {
        held.forEach(event -> out.accept(now, event));
        held.clear();
    }

    private <T extends Trouble> boolean any(Class<T> kind, Predicate<T> which) {
        return troubles.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .anyMatch(trouble -> trouble.at(now) && which.test(trouble));
    }

    private Duration pause(Shape shape) {
        int hour = now.atZone(ZoneOffset.UTC).getHour();
        int perHour = hour >= 7 && hour < 20 ? shape.byDay() : shape.byNight();
        return Duration.ofMillis((long) (3_600_000.0 / perHour * (0.5 + random.nextDouble())));
    }

    private Pool pool(String jobClass) {
        return pools.stream()
                .filter(pool -> pool.shape.jobClass().equals(jobClass))
                .findFirst()
                .orElseThrow();
    }

    private void after(Duration pause, Runnable what) {
        at(now.plus(pause), what);
    }

    private void at(Instant time, Runnable what) {
        steps.add(new Step(time, order++, what));
    }
}
