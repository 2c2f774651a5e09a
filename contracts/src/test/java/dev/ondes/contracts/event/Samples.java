package dev.ondes.contracts.event;

import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** One event of each type with every field filled. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** The one key of each map. */
    static final String KEY = "KEY";

    private static final String JWE = "eyJoZWFkIn0..aXY.Y2lwaGVy.dGFn";
    private static final String SHA = "0123456789abcdef".repeat(4);

    private Samples() {}

    private static BuildSpec spec() {
        return new BuildSpec(
                new BuildContext(SHA, new GitSource(URI.create("https://gitlab.example.com/g/p.git"), "main", "app")),
                "Dockerfile",
                "release",
                List.of("registry.example/group/project:1"),
                Map.of(KEY, "1"),
                Map.of(KEY, "2"),
                List.of("linux/amd64"),
                new BuildCache(true, "registry.example/cache", Duration.ofHours(24)),
                BuilderKind.BUILDAH,
                new BuildResources("2", "4Gi", "10Gi"),
                Duration.ofMinutes(20),
                5,
                "pipeline-7",
                true);
    }

    static Event<?> event(EventType type) {
        return new Event.Factory("/test", Clock.fixed(NOON, ZoneOffset.UTC), () -> "id-1").event(data(type), TRACE);
    }

    static EventData data(EventType type) {
        return switch (type) {
            case JOB_QUEUED ->
                new JobQueued(
                        42,
                        "compile",
                        7,
                        3,
                        "group/project",
                        "main",
                        "small",
                        URI.create("https://gitlab.example.com"),
                        Duration.ofMinutes(90),
                        NOON,
                        NOON.plusMillis(1500),
                        JWE);
            case JOB_OBSERVED ->
                new JobObserved(
                        42,
                        "compile",
                        "group/project",
                        "running",
                        "build",
                        "main",
                        7L,
                        NOON,
                        NOON,
                        NOON,
                        NOON,
                        "script_failure",
                        5L);
            case JOB_CANCEL_REQUESTED -> new JobCancelRequested(42, "canceling");
            case POD_CREATED ->
                new PodCreated(42, 1, "small", "group/project", "ci", "ondes-small-42-1", CapacityType.ON_DEMAND, NOON);
            case JOB_STARTED -> new JobStarted(42, 1, "small", "group/project", "node-1", NOON);
            case JOB_FINISHED ->
                new JobFinished(
                        42,
                        "compile",
                        "group/project",
                        "small",
                        2,
                        Outcome.SCRIPT_FAILED,
                        EndReason.OUT_OF_MEMORY,
                        137,
                        "the kernel killed it",
                        "node-1",
                        CapacityType.SPOT,
                        new Timings(NOON, NOON, NOON, NOON, NOON, NOON, NOON, NOON),
                        LossCause.SPOT,
                        new Cost("USD", new BigDecimal("0.0123"), new BigDecimal("0.0410")),
                        new Resources(
                                268_435_456L,
                                536_870_912L,
                                536_870_912L,
                                new BigDecimal("0.5"),
                                new BigDecimal("2"),
                                new BigDecimal("12.34"),
                                new BigDecimal("0.25")));
            case JOB_RESCHEDULED ->
                new JobRescheduled(
                        42,
                        "small",
                        "group/project",
                        1,
                        EndReason.NODE_LOST,
                        "node-1",
                        CapacityType.ON_DEMAND,
                        LossCause.SCALE_DOWN,
                        "eu-west-1a",
                        "ci-spot");
            case CAPACITY_REPORTED ->
                new CapacityReported(List.of(new ClassCapacity("small", 10, 4, 1, 6, List.of(41L, 42L))));
            case SPOT_TERMINATION_NOTICE ->
                new TerminationNotice(
                        "n-1",
                        "node-1",
                        "3f0c8a52-0d6b-4d0e-9a53-2f6a3d1c7b90",
                        Provider.AWS,
                        "i-0aaaaaaaaaaaaaaa1",
                        "m6i.large",
                        "eu-west-1a",
                        "ci-spot",
                        CapacityType.SPOT,
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        NOON,
                        NOON.plusSeconds(120),
                        List.of("imds", "sqs"),
                        List.of(new JobOnNode(42, "ondes-small-42-1")));
            case SPOT_TERMINATION_CANCELLED ->
                new TerminationCancelled(
                        "n-1",
                        "node-1",
                        "3f0c8a52-0d6b-4d0e-9a53-2f6a3d1c7b90",
                        Provider.AWS,
                        "i-0aaaaaaaaaaaaaaa1",
                        NoticeKind.REBALANCE_RECOMMENDED,
                        NOON,
                        "no interruption followed");
            case NODE_DRAINED ->
                new NodeDrained(
                        "n-1",
                        "node-1",
                        NoticeKind.SPOT_INTERRUPTION,
                        DrainOutcome.COMPLETED,
                        7,
                        1,
                        2,
                        NOON,
                        NOON.plusSeconds(60));
            case BUILD_REQUESTED -> new BuildRequested("request-1", spec(), JWE, JWE);
            case BUILD_STARTED ->
                new BuildStarted("b1c2", "request-1", "group/project", BuilderKind.KANIKO, 2, "node-1", NOON);
            case BUILD_DONE ->
                new BuildDone(
                        "b1c2",
                        "request-1",
                        "group/project",
                        BuildOutcome.SUCCEEDED,
                        BuildReason.BUILT,
                        "pushed",
                        BuilderKind.KANIKO,
                        2,
                        "node-1",
                        List.of(new BuiltImage(
                                "registry.example/group/project:1",
                                "sha256:" + SHA,
                                "application/vnd.oci.image.manifest.v1+json",
                                1234L)),
                        new BuildTimings(NOON, NOON, NOON, NOON, NOON));
            case SYSTEM_FAILURE ->
                new SystemFailure("job-dispatcher", "hand-over-failed", "42", "small", "the broker is away");
            case ALERT_FIRING ->
                new AlertFiring(
                        "CiJobsPendingTooLong/small",
                        "CiJobsPendingTooLong",
                        Severity.CRITICAL,
                        "small",
                        "42",
                        "jobs wait",
                        "The oldest waits for 900 s.",
                        NOON,
                        NOON.plusSeconds(300),
                        new BigDecimal("900.5"),
                        new BigDecimal("600.5"),
                        List.of("team-chat"));
            case ALERT_RESOLVED ->
                new AlertResolved(
                        "CiJobsPendingTooLong/small",
                        "CiJobsPendingTooLong",
                        Severity.CRITICAL,
                        "small",
                        "42",
                        "no job waits for long any more",
                        NOON,
                        NOON.plusSeconds(900),
                        List.of("team-chat"));
            case ALERT_SILENCED ->
                new AlertSilenced(
                        "silence-7",
                        "CiJobsPendingTooLong",
                        "small",
                        NOON,
                        NOON.plusSeconds(3600),
                        "the pool grows already",
                        "vera");
            case OPERATOR_ACTED ->
                new OperatorActed(
                        "vera",
                        "dead-letters-discarded",
                        "pod-scheduler.job.queued",
                        1,
                        List.of("event-1@pod-scheduler.job.queued"),
                        "the project is gone");
        };
    }
}
