package dev.ondes.spot.tell;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Withdrawal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is counted and measured: {@code ondes.spot.…}. Few values per tag, none that names a node.
 */
public final class Meters {
    /** About the second in which a notice is to be with everybody, and the two minutes that a spot machine has. */
    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 120_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final String SOURCE = "source";
    private static final String KIND = "kind";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Instant> polls = new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (NoticeKind kind : NoticeKind.values()) {
            // There at 0 before the first one: increase() does not see a counter's first value, and an alert reads this
            // one.
            drains(kind, DrainOutcome.DEADLINE_REACHED);
        }
    }

    public void heard(Notice notice, Heard result) {
        registry.counter(
                        "ondes.spot.notices",
                        SOURCE,
                        notice.source(),
                        KIND,
                        notice.kind().wire(),
                        "result",
                        result.wire())
                .increment();
    }

    public void withdrawn(Withdrawal back) {
        registry.counter(
                        "ondes.spot.withdrawals",
                        SOURCE,
                        back.source(),
                        KIND,
                        back.kind().wire())
                .increment();
    }

    /** How old a notice was when we heard it. */
    public void detected(Notice notice, Instant heardAt) {
        time("ondes.spot.notice.age", SOURCE, notice.source(), Duration.between(notice.noticedAt(), heardAt));
    }

    /** From hearing to the broker's confirm, and what time is left then. */
    public void published(TerminationNotice notice, Instant heardAt) {
        Instant now = clock.instant();
        time("ondes.spot.publish", KIND, notice.kind().wire(), Duration.between(heardAt, now));
        if (notice.deadline() != null) {
            registry.summary(
                            "ondes.spot.left.at.publish.seconds",
                            KIND,
                            notice.kind().wire())
                    .record(Math.max(0, Duration.between(now, notice.deadline()).toMillis() / 1000.0));
        }
    }

    /** From notice to marks on the node; and one more interruption of its type and zone. */
    public void marked(TerminationNotice notice) {
        time("ondes.spot.mark", KIND, notice.kind().wire(), Duration.between(notice.noticedAt(), clock.instant()));
        registry.counter(
                        "ondes.spot.interruptions",
                        "cause",
                        notice.kind().cause().wire(),
                        KIND,
                        notice.kind().wire(),
                        "type",
                        Objects.requireNonNullElse(notice.instanceType(), ""),
                        "zone",
                        Objects.requireNonNullElse(notice.zone(), ""))
                .increment();
    }

    public void drained(NodeDrained drained) {
        drains(drained.kind(), drained.outcome()).increment();
        registry.counter("ondes.spot.pods", "how", "evicted").increment(drained.evicted());
        registry.counter("ondes.spot.pods", "how", "forced").increment(drained.forced());
        registry.counter("ondes.spot.pods", "how", "left").increment(drained.left());
    }

    private Counter drains(NoticeKind kind, DrainOutcome outcome) {
        return registry.counter("ondes.spot.drains", KIND, kind.wire(), "outcome", outcome.wire());
    }

    /** Something of a source failed: a poll, a message that can't be read, an API that refuses. */
    public void failed(String source, String what) {
        registry.counter("ondes.spot.errors", SOURCE, source, "what", what).increment();
    }

    /** A source was asked and answered; its age is a metric from the first time on. */
    public void polled(String source) {
        if (polls.put(source, clock.instant()) == null) {
            registry.gauge(
                    "ondes.spot.poll.age.seconds",
                    io.micrometer.core.instrument.Tags.of(SOURCE, source),
                    polls,
                    all -> Duration.between(all.getOrDefault(source, clock.instant()), clock.instant())
                                    .toMillis()
                            / 1000.0);
        }
    }

    /** When each source that polls last answered. */
    public Map<String, Instant> polls() {
        return Map.copyOf(polls);
    }

    private void time(String name, String tag, String value, Duration took) {
        Timer.builder(name)
                .tag(tag, value)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }
}
