package dev.ondes.scheduler.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.classes.Security;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cache.JobCaches;
import dev.ondes.scheduler.cost.Bills;
import dev.ondes.scheduler.create.Accepted;
import dev.ondes.scheduler.create.AgentParts;
import dev.ondes.scheduler.create.Completion;
import dev.ondes.scheduler.create.Creation;
import dev.ondes.scheduler.create.Hindered;
import dev.ondes.scheduler.create.Intake;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.create.Obstacles;
import dev.ondes.scheduler.create.Taken;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.flow.JobFlow;
import dev.ondes.scheduler.flow.Waits;
import dev.ondes.scheduler.interruption.Interruptions;
import dev.ondes.scheduler.interruption.UsualLengths;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.place.BackOff;
import dev.ondes.scheduler.place.JobLengths;
import dev.ondes.scheduler.place.Placement;
import dev.ondes.scheduler.place.PoolMemory;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.rerun.Rerun;
import dev.ondes.scheduler.watch.Attempts;
import dev.ondes.scheduler.watch.PodShelf;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.MutableClock;

/** The world outside, one job in it, and schedulers that come and go. */
public final class World {
    public static final long JOB = 4711;
    public static final String NAMESPACE = "ci";
    public static final KeyRing KEYS = KeyRing.parse("k1: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    private static final BackOff POOLS =
            new BackOff(2, Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ofHours(1));
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    public final Steps steps = new Steps();
    public final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    public final FakeCluster cluster = new FakeCluster(steps, clock);
    public final FakeGitLab gitlab = new FakeGitLab(steps);
    public final FakeEvents events = new FakeEvents(steps);
    public final NodeShelf nodes = new NodeShelf(clock);
    public final MeterRegistry meters = new SimpleMeterRegistry();
    private JobLengths lengths = _ -> Optional.empty();
    /** What agents are told of caches; to be set before a scheduler starts. */
    public JobCaches caches = JobCaches.NONE;

    private Optional<PriceFile> prices = Optional.empty();

    /** How long a loss that nothing explains waits for a notice. */
    public Duration patience = Duration.ZERO;

    /** One scheduler's memory: gone when it crashes. */
    public final class Scheduler {
        private final Ended<Long> ended = new Ended<>(100);
        private final Ended<String> released = new Ended<>(100);
        private final PodShelf shelf = new PodShelf(clock, released);
        private final Map<String, JobPod> shown = new HashMap<>();
        private final Intake intake;
        private final JobFlow flow;
        private final PoolMemory pools;
        public final Interruptions interruptions;
        public final UsualLengths usual = new UsualLengths();

        private Scheduler(ClassFile classes) {
            var say = new Announcements(events, clock);
            var obstacles = new Obstacles(say, clock);
            var hindered = new Hindered(obstacles, clock);
            var agent = new AgentParts("ondes/agent:1", null, null);
            var attempts = new Attempts(shelf, cluster);
            var completion = new Completion(cluster, agent, caches, hindered);
            var creation = new Creation(cluster, agent, caches, attempts, completion, hindered, meters);
            this.pools = new PoolMemory(nodes, POOLS, clock, meters);
            var placement = new Placement(classes, pools, nodes, lengths);
            var bills = new Bills(prices, false, nodes, clock, meters);
            var finish = new Finish(cluster, say, ended, released, bills, meters);
            var rerun = new Rerun(placement, creation, completion, gitlab, say, finish, bills, meters);
            var waits = new Waits(Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofMinutes(1));
            this.intake = new Intake(
                    KEYS,
                    classes,
                    placement,
                    creation,
                    completion,
                    hindered,
                    attempts,
                    ended,
                    new Accepted(clock),
                    gitlab,
                    say,
                    finish);
            var secrets = new JobSecrets(cluster, clock);
            this.interruptions = new Interruptions(
                    cluster, classes, secrets, gitlab, shelf, nodes, usual, pools, meters, clock, patience);
            this.flow = new JobFlow(
                    cluster,
                    attempts,
                    classes,
                    waits,
                    say,
                    pools,
                    gitlab,
                    secrets,
                    interruptions,
                    rerun,
                    finish,
                    clock);
            watch();
            shelf.all().forEach(interruptions::recall);
        }

        /** The watch shows what changed since it last did. */
        public void watch() {
            Map<String, JobPod> now = new HashMap<>();
            cluster.listPods().stream()
                    .flatMap(pod -> PodReader.read(pod).stream())
                    .forEach(pod -> now.put(pod.uid(), pod));
            shown.values().stream()
                    .filter(pod -> !now.containsKey(pod.uid()))
                    .toList()
                    .forEach(pod -> shelf.vanished(pod, true));
            now.values().forEach(shelf::seen);
            shown.clear();
            shown.putAll(now);
        }

        /** What this scheduler remembers of pools. */
        public PoolMemory pools() {
            return pools;
        }

        public void hear(TerminationNotice notice) {
            watch();
            interruptions.heard(notice);
        }

        public Taken take(JobQueued job) {
            return intake.take(event(job));
        }

        public Intake intake() {
            return intake;
        }

        public @Nullable Duration turn() {
            watch();
            return turnWithOldCache();
        }

        /** A turn before the watch has shown what happened last. */
        public @Nullable Duration turnWithOldCache() {
            return flow.onTurn(JOB);
        }
    }

    /** From the next scheduler on. */
    public void usually(JobLengths known) {
        lengths = known;
    }

    /** From the next scheduler on. */
    public void prices(PriceFile known) {
        prices = Optional.of(known);
    }

    public Scheduler scheduler() {
        return scheduler(classes());
    }

    public Scheduler scheduler(ClassFile classes) {
        return new Scheduler(classes);
    }

    public static ClassFile classes() {
        var resources = new JobClass.Resources("500m", null, "512Mi", null, "2Gi", null);
        return new ClassFile(
                URI.create("https://gitlab.test"),
                Map.of(
                        CapacityType.SPOT,
                        new NodeChoice(
                                Map.of("pool", "spot"),
                                List.of(new NodeChoice.Toleration("dedicated", "spot", "NoSchedule")))),
                List.of(new JobClass(
                        "small",
                        null,
                        4,
                        NAMESPACE,
                        "alpine:3",
                        resources,
                        new JobClass.Resources("50m", "1", "64Mi", "256Mi", null, null),
                        new JobClass.Resources("100m", null, "128Mi", "512Mi", null, null),
                        List.of(CapacityType.SPOT, CapacityType.ON_DEMAND),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Map.of("CLASS_VARIABLE", "of the class"),
                        List.of("IfNotPresent"),
                        List.of("registry"),
                        Duration.ofSeconds(30),
                        null,
                        false,
                        Security.USUAL,
                        PodSettings.USUAL,
                        Allowance.USUAL)));
    }

    public static JobQueued job() {
        return job("small", payload("gcc:14"));
    }

    public static JobQueued job(String jobClass, JsonNode payload) {
        return job(jobClass, payload, KEYS);
    }

    public static JobQueued jobSealedBy(KeyRing keys) {
        return job("small", payload("gcc:14"), keys);
    }

    private static JobQueued job(String jobClass, JsonNode payload, KeyRing keys) {
        return new JobQueued(
                JOB,
                "unit test",
                12,
                34,
                "group/project",
                "main",
                jobClass,
                URI.create("https://gitlab.test"),
                Duration.ofMinutes(30),
                Instant.parse("2026-03-01T09:59:58Z"),
                Instant.parse("2026-03-01T09:59:59Z"),
                keys.seal(payload.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The job lets its script run again after an interruption. */
    public static JobQueued restartableJob() {
        return job("small", json(payload("gcc:14").toString().replace("\"variables\":[", """
                "variables":[{"key": "ONDES_ON_INTERRUPTION", "value": "restart", "public": true},""")));
    }

    public TerminationNotice notice(String node, NoticeKind kind, @Nullable Duration left) {
        Instant now = clock.instant();
        return new TerminationNotice(
                "notice-of-" + node + "-" + kind.wire(),
                node,
                null,
                Provider.AWS,
                "i-0aaaaaaaaaaaaaaa1",
                "m6i.xlarge",
                "eu-west-1b",
                "ci-spot",
                CapacityType.SPOT,
                kind,
                InstanceAction.TERMINATE,
                now,
                left == null ? null : now.plus(left),
                List.of("imds"),
                List.of());
    }

    public static JsonNode payload(String image) {
        return json("""
                {"id": 4711, "token": "%s",
                 "image": {"name": "%s"},
                 "steps": [{"name": "script", "script": ["make test"]}],
                 "variables": [
                   {"key": "REGISTRY", "value": "registry.test/${TEAM}", "public": true},
                   {"key": "TEAM", "value": "blue", "public": true},
                   {"key": "PASSWORD", "value": "hunter2-masked", "masked": true}],
                 "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
                """.formatted(FakeGitLab.TOKEN, image));
    }

    public static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Event<JobQueued> event(JobQueued job) {
        return new Event<>("e1", "/job-dispatcher", clock.instant(), job.subject(), TRACE, job);
    }
}
