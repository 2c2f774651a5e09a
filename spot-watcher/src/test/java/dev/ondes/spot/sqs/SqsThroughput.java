package dev.ondes.spot.sqs;

import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.cloud.aws.SimulatedSqs;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.sqs.aws.AwsSettings;
import dev.ondes.spot.sqs.aws.SqsQueue;
import dev.ondes.spot.sqs.hook.HookKeeper;
import dev.ondes.spot.sqs.hook.HookSettings;
import dev.ondes.spot.sqs.queue.Queue;
import dev.ondes.spot.sqs.queue.QueueMeters;
import dev.ondes.spot.sqs.queue.QueueReader;
import dev.ondes.spot.sqs.queue.QueueSettings;
import dev.ondes.spot.sqs.queue.Received;
import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * How many messages a second go from the queue through announcement to deletion: one in ten of a node of ours, the others of
 * foreign instances, as in an account with several clusters. The queue is ElasticMQ in this process, which takes its share.
 *
 * <pre>java -cp … dev.ondes.spot.sqs.SqsThroughput [messages] [receivers]</pre>
 */
public final class SqsThroughput {
    private static final Duration CONFIRM = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private SqsThroughput() {}

    public static void main(String[] arguments) {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int receivers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : QueueSettings.DEFAULT.receivers();
        measure(messages / 5, receivers);
        System.out.printf(
                Locale.ROOT,
                "%d messages, %d receivers: %.0f messages/s%n",
                messages,
                receivers,
                measure(messages, receivers));
        System.out.printf(
                Locale.ROOT,
                "beside it a bare loop that receives and deletes, and does nothing else: %.0f messages/s%n",
                bare(messages, receivers));
        System.exit(0);
    }

    /** What the queue and its client give at most: as many loops as receivers. */
    private static double bare(int messages, int receivers) {
        try (SimulatedSqs sqs = SimulatedSqs.open()) {
            URI queue = sqs.createQueue("bare", Duration.ofMinutes(2));
            for (int from = 0; from < messages; from += 10) {
                sqs.send(queue, bodies(from, new FakeNotices()));
            }
            try (SqsQueue client = SqsQueue.open(settings(sqs), queue, Duration.ofMinutes(2));
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var left = new AtomicInteger(messages);
                long begin = System.nanoTime();
                List<? extends Future<?>> loops = IntStream.range(0, receivers)
                        .mapToObj(_ -> threads.submit(() -> {
                            while (left.get() > 0) {
                                List<Received> received = client.receive(Queue.BATCH);
                                left.addAndGet(client.delete(received).size() - received.size());
                            }
                        }))
                        .toList();
                while (left.get() > 0) {
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
                double seconds = (System.nanoTime() - begin) / 1e9;
                loops.forEach(loop -> loop.cancel(true));
                return messages / seconds;
            }
        }
    }

    private static AwsSettings settings(SimulatedSqs sqs) {
        return new AwsSettings(
                Region.EU_WEST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Optional.of(sqs.direct()),
                Optional.empty(),
                Optional.empty());
    }

    /** Messages per second, from the first reception until the queue is empty. */
    static double measure(int messages, int receivers) {
        try (SimulatedSqs sqs = SimulatedSqs.open()) {
            URI queue = sqs.createQueue("throughput", Duration.ofMinutes(2));
            var notices = new FakeNotices();
            for (int from = 0; from < messages; from += 10) {
                sqs.send(queue, bodies(from, notices));
            }
            AwsSettings aws = settings(sqs);
            Clock clock = Clock.systemUTC();
            var registry = new SimpleMeterRegistry();
            var nodes = new FakeHookNodes();
            var scaling = new FakeAutoScaling();
            var handler = new MessageHandler(
                    new Confirming(notices),
                    nodes,
                    scaling,
                    new HookKeeper(
                            nodes,
                            scaling,
                            new HookSettings(Duration.ofMinutes(1), Duration.ofHours(4)),
                            registry,
                            clock),
                    new MessageSettings(Duration.ZERO, Duration.ofMinutes(1), List.of(), false),
                    registry,
                    clock);
            try (SqsQueue client = SqsQueue.open(aws, queue, Duration.ofMinutes(2))) {
                var reader = new QueueReader(
                        client,
                        handler,
                        new QueueSettings(receivers, Duration.ofMinutes(2), 500, 5_000, 10),
                        new QueueMeters(registry, new Meters(registry, clock), clock),
                        clock);
                long begin = System.nanoTime();
                reader.start();
                while (ended(registry) < messages || sqs.size(queue) > 0) {
                    if (System.nanoTime() - begin > LIMIT.toNanos()) {
                        throw new IllegalStateException(sqs.size(queue) + " messages are left after " + LIMIT);
                    }
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                double seconds = (System.nanoTime() - begin) / 1e9;
                reader.stop(Duration.ofSeconds(1));
                if (notices.taken().size() != messages / 10) {
                    throw new IllegalStateException(
                            "announced " + notices.taken().size() + " of " + messages / 10);
                }
                return messages / seconds;
            }
        }
    }

    /** Known without asking the queue, which has enough to do. */
    private static double ended(SimpleMeterRegistry registry) {
        return registry.find("ondes.spot.sqs.messages.ended").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static List<String> bodies(int from, FakeNotices notices) {
        notices.node("i-%08x".formatted(from));
        return IntStream.range(from, from + 10)
                .mapToObj(i -> AwsEvents.spotInterruption("i-%08x".formatted(i), "terminate", Instant.now()))
                .toList();
    }

    /** A broker that takes its time to confirm. */
    private record Confirming(FakeNotices notices) implements Notices {
        @Override
        public Heard heard(Notice notice) {
            var heard = notices.heard(notice);
            if (heard == Heard.TAKEN) {
                LockSupport.parkNanos(CONFIRM.toNanos());
            }
            return heard;
        }

        @Override
        public Heard withdrawn(Withdrawal withdrawal) {
            return notices.withdrawn(withdrawal);
        }
    }
}
