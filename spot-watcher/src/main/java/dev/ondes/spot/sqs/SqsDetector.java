package dev.ondes.spot.sqs;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.Detector;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.sqs.aws.AwsAutoScaling;
import dev.ondes.spot.sqs.aws.AwsSettings;
import dev.ondes.spot.sqs.aws.InstanceChecks;
import dev.ondes.spot.sqs.aws.SqsQueue;
import dev.ondes.spot.sqs.hook.HookKeeper;
import dev.ondes.spot.sqs.hook.HookNodes;
import dev.ondes.spot.sqs.queue.QueueMeters;
import dev.ondes.spot.sqs.queue.QueueReader;
import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What is heard from AWS beside the nodes' own detectors: the queue, read by every replica; hooks and status checks, looked
 * after by the leader. Without a queue's URL and without status checks it does nothing and needs no credentials.
 */
public final class SqsDetector {
    private static final Logger LOG = Logger.getLogger(SqsDetector.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration HOOK_INTERVAL = Duration.ofSeconds(5);

    private final SqsSettings settings;
    private final Optional<QueueReader> reader;
    private final List<Work> leadersWork;
    private final List<Work> everybodysWork;
    private final List<AutoCloseable> clients;
    private final CountDownLatch leadingEnds = new CountDownLatch(1);
    private final CountDownLatch ends = new CountDownLatch(1);

    /** What is done again and again. */
    private record Work(String name, Duration interval, Runnable look) {}

    private SqsDetector(
            SqsSettings settings,
            Optional<QueueReader> reader,
            List<Work> leadersWork,
            List<Work> everybodysWork,
            List<AutoCloseable> clients) {
        this.settings = settings;
        this.reader = reader;
        this.leadersWork = leadersWork;
        this.everybodysWork = everybodysWork;
        this.clients = clients;
    }

    /**
     * Puts it together; asks AWS nothing yet.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    public static SqsDetector of(
            SqsSettings settings,
            boolean dryRun,
            Notices notices,
            NodeIndex index,
            HookNodes nodes,
            MeterRegistry registry,
            Meters meters,
            Clock clock) {
        return of(
                settings,
                dryRun,
                notices,
                index,
                nodes,
                registry,
                meters,
                clock,
                DefaultCredentialsProvider.builder().build());
    }

    static SqsDetector of(
            SqsSettings settings,
            boolean dryRun,
            Notices notices,
            NodeIndex index,
            HookNodes nodes,
            MeterRegistry registry,
            Meters meters,
            Clock clock,
            AwsCredentialsProvider credentials) {
        settings.check();
        if (settings.queueUrl().isEmpty() && !settings.statusChecks()) {
            return new SqsDetector(settings, Optional.empty(), List.of(), List.of(), List.of());
        }
        var aws = new AwsSettings(
                region(settings),
                credentials,
                settings.endpoint(),
                settings.autoScalingEndpoint(),
                settings.ec2Endpoint());
        List<Work> work = new ArrayList<>();
        List<Work> everybodys = new ArrayList<>();
        List<AutoCloseable> clients = new ArrayList<>();
        if (settings.statusChecks()) {
            var checks = new InstanceChecks(aws);
            clients.add(checks);
            var health = new InstanceHealth(
                    () -> index.all().stream().flatMap(InstanceHealth.Ours::of).toList(),
                    checks::impaired,
                    notices,
                    settings.statusCheckPatience(),
                    meters,
                    clock);
            work.add(new Work("status checks", settings.statusCheckInterval(), health::look));
        }
        Optional<QueueReader> reader = settings.queueUrl().map(url -> {
            var scaling = new AwsAutoScaling(aws);
            var queue = SqsQueue.open(aws, url, settings.visibility());
            clients.add(scaling);
            clients.add(queue);
            var keeper = new HookKeeper(nodes, scaling, settings.hooks(), registry, clock);
            registry.gauge("ondes.spot.hooks.held", keeper, HookKeeper::held);
            if (!dryRun) {
                work.add(new Work("lifecycle hooks", HOOK_INTERVAL, keeper::look));
                everybodys.add(new Work("the leader's lifecycle hooks", HOOK_INTERVAL, keeper::remember));
            }
            var handler =
                    new MessageHandler(notices, nodes, scaling, keeper, settings.messages(dryRun), registry, clock);
            return new QueueReader(queue, handler, settings.queue(), new QueueMeters(registry, meters, clock), clock);
        });
        return new SqsDetector(settings, reader, List.copyOf(work), List.copyOf(everybodys), List.copyOf(clients));
    }

    /** On every replica: the queue, and what its leader holds. */
    public Detector everywhere() {
        return new Part(false, this::read, () -> {
            ends.countDown();
            reader.ifPresent(one -> one.stop(STOP_LIMIT));
        });
    }

    /** On the leader: hooks and status checks. */
    public Detector onLeader() {
        return new Part(true, () -> begin(leadersWork, leadingEnds), leadingEnds::countDown);
    }

    private record Part(boolean onLeaderOnly, Runnable start, Runnable stop) implements Detector {
        @Override
        public void begin() {
            start.run();
        }

        @Override
        public void end() {
            stop.run();
        }
    }

    private void read() {
        reader.ifPresent(one -> {
            LOG.info(LogLine.of("reads the queue")
                    .with(LogKey.QUEUE, settings.queueUrl().map(URI::toString).orElse("")));
            one.start();
        });
        begin(everybodysWork, ends);
    }

    private static void begin(List<Work> all, CountDownLatch until) {
        all.forEach(work -> Thread.ofVirtual().name(work.name()).start(() -> repeat(work, until)));
    }

    /** Closes the connections; after both parts have ended. */
    public void close() {
        clients.forEach(client -> {
            try {
                client.close();
            } catch (Exception e) {
                LOG.debug("a client of AWS did not close", e);
            }
        });
    }

    private static void repeat(Work work, CountDownLatch until) {
        try {
            do {
                try {
                    work.look().run();
                } catch (RuntimeException e) {
                    LOG.error(LogLine.of(work.name() + ": failed, again at the next look"), e);
                }
            } while (!until.await(work.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Region region(SqsSettings settings) {
        return settings.region()
                .map(Region::of)
                .or(() -> settings.queueUrl().flatMap(AwsSettings::regionOf))
                .orElseGet(SqsDetector::foundRegion);
    }

    private static Region foundRegion() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException e) {
            throw new IllegalArgumentException("ondes.sqs.region is missing, and AWS' own settings name none: set it to"
                    + " the queue's region, such as eu-west-1");
        }
    }
}
