package dev.ondes.alerter.console;

import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.alerter.testing.SimulatedFleet;
import dev.ondes.alerter.testing.SimulatedFleet.Shape;
import dev.ondes.alerter.testing.Trouble;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.AmqpAddress;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.publish.ConfirmingPublisher;
import dev.ondes.messaging.publish.PublishLimits;
import dev.ondes.messaging.testing.LocalBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Something to look at, by hand: a broker with three hours of a fleet that has its troubles, which goes on for an hour as time goes by. Prints the broker's
 * address; the service is started beside it with {@code -Dondes.amqp.url}. {@code java -cp <test class path> dev.ondes.alerter.console.ConsoleTrial}
 */
public final class ConsoleTrial {
    private static final Duration PAST = Duration.ofHours(3);
    private static final Duration FUTURE = Duration.ofHours(1);
    private static final String SCRIPT = "<script>alert(1)</script>";

    /** What is said, and when. */
    public record Timed(Instant at, Event<?> event) {}

    private ConsoleTrial() {}

    public static void main(String[] arguments) {
        var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
        var connection = new BrokerConnection(
                AmqpAddress.parse(LocalBroker.url()),
                "trial",
                backoff,
                new Random(1),
                new TopologyGuard(Topology.ondes(), true)::check);
        connection.start();
        try (connection;
                var publisher = ConfirmingPublisher.start(
                        connection,
                        Topology.EVENTS,
                        new EventCodec(),
                        new PublishLimits(Duration.ofSeconds(30), 100, backoff, new Random(1)),
                        Counts.NONE)) {
            var events = new PriorityQueue<Timed>((one, other) -> one.at().compareTo(other.at()));
            events.addAll(fleet(Instant.now()));
            System.out.println("ondes.amqp.url=" + LocalBroker.url());
            while (!events.isEmpty()) {
                Timed next = events.poll();
                Duration until = Duration.between(Instant.now(), next.at());
                if (until.isPositive()) {
                    LockSupport.parkNanos(until.toNanos());
                }
                Event<?> event = next.event();
                publisher.publish(new Event<>(
                        UUID.randomUUID().toString(),
                        event.source(),
                        event.time(),
                        event.subject(),
                        event.traceparent(),
                        event.data()));
            }
        }
    }

    /** The same troubles around any moment. */
    public static List<Timed> fleet(Instant now) {
        List<Timed> events = new ArrayList<>();
        var shapes = List.of(
                new Shape("linux-small", 60, 900, 700, Duration.ofMinutes(3)),
                new Shape("linux-large", 12, 120, 90, Duration.ofMinutes(5)),
                new Shape("docker", 10, 60, 60, Duration.ofMinutes(4)),
                new Shape("gpu", 2, 30, 30, Duration.ofMinutes(4)),
                new Shape("windows", 4, 6, 6, Duration.ofMinutes(9)));
        List<Trouble> troubles = List.of(
                new Trouble.SpotStorm("linux-large", now.minusSeconds(2700), now.minusSeconds(2400), 4),
                new Trouble.BrokenPipeline("docker", now.minusSeconds(6000), now.minusSeconds(4000), 0.8),
                new Trouble.NoRoom("gpu", now.minusSeconds(1500), now.plusSeconds(900)),
                new Trouble.StuckJob("windows", now.minusSeconds(3000), now.plusSeconds(3000)));
        new SimulatedFleet(20261128, now.minus(PAST), PAST.plus(FUTURE), shapes, troubles)
                .run((at, event) -> events.add(new Timed(at, event)));
        events.addAll(extras(now));
        return events;
    }

    private static List<Timed> extras(Instant now) {
        var says = new Says();
        List<Timed> extras = new ArrayList<>();
        var evil = new Name(
                9_000_001, "linux-small", "group/" + SCRIPT, SCRIPT + "\u202egpj.exe\u0007" + "long".repeat(60));
        extras.add(new Timed(now, says.queued(evil, now.minusSeconds(20), now.minusSeconds(4))));
        var moved = new Name(9_000_002, "linux-large", "group/app", "integration");
        extras.add(new Timed(now.minusSeconds(600), says.queued(moved, now.minusSeconds(640), now.minusSeconds(600))));
        extras.add(new Timed(now.minusSeconds(595), says.pod(moved, 1, CapacityType.SPOT, now.minusSeconds(595))));
        extras.add(new Timed(now.minusSeconds(560), says.started(moved, 1, "node-1", now.minusSeconds(560))));
        extras.add(new Timed(
                now.minusSeconds(300),
                says.rescheduled(moved, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, now.minusSeconds(300))));
        extras.add(new Timed(now.minusSeconds(290), says.pod(moved, 2, CapacityType.ON_DEMAND, now.minusSeconds(290))));
        extras.add(new Timed(now.minusSeconds(250), says.started(moved, 2, "node-3", now.minusSeconds(250))));
        extras.add(new Timed(now.minusSeconds(20), says.notice("trial-1", "node-3", now.minusSeconds(20), 9_000_002)));
        extras.add(new Timed(
                now.minusSeconds(900),
                says.said(
                        now.minusSeconds(900),
                        new SystemFailure(
                                "pod-scheduler", "event-invalid", "job.queued", null, "An event could not be read"))));
        for (int i = 0; i < 12; i++) {
            Instant end = now.minusSeconds(700L * i + 60);
            boolean good = i % 4 != 1;
            extras.add(new Timed(
                    end,
                    says.said(
                            end,
                            new BuildDone(
                                    "b-%04d".formatted(4000 - i),
                                    null,
                                    "group/app",
                                    good ? BuildOutcome.SUCCEEDED : BuildOutcome.FAILED,
                                    good ? BuildReason.BUILT : BuildReason.RUN_FAILED,
                                    good ? null : "RUN make test exited with 2",
                                    BuilderKind.BUILDAH,
                                    1,
                                    "node-" + i % 7,
                                    good
                                            ? List.of(new BuiltImage(
                                                    "registry.example.com/group/app:1." + i,
                                                    "sha256:" + "0f".repeat(32),
                                                    "application/vnd.oci.image.manifest.v1+json",
                                                    123_456_789L))
                                            : List.of(),
                                    new BuildTimings(
                                            end.minusSeconds(90),
                                            end.minusSeconds(88),
                                            end.minusSeconds(80),
                                            end.minusSeconds(10),
                                            end)))));
        }
        return extras;
    }
}
