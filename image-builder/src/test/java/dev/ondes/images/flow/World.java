package dev.ondes.images.flow;

import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.Kaniko;
import dev.ondes.images.intake.Intake;
import dev.ondes.images.job.JobPlan;
import dev.ondes.images.job.JobRules;
import dev.ondes.images.job.SbomPlan;
import dev.ondes.images.policy.Policy;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.port.Registries;
import dev.ondes.images.port.Sboms;
import dev.ondes.images.port.Statements;
import dev.ondes.images.sbom.SbomFormat;
import dev.ondes.images.sbom.Syft;
import dev.ondes.images.telemetry.Meters;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.threeten.extra.MutableClock;

/** Everything that a build meets, in memory: stateful stand-ins around the real flow. A restart makes the flow anew over them. */
final class World {
    static final String DIGEST = "sha256:" + "0a".repeat(32);
    static final String SBOM = "sha256:" + "5b".repeat(32);
    static final String TAR = "0".repeat(64);

    /** Others than the usual ones. */
    static final ContextLimits LIMITS = new ContextLimits(
            7_000_000,
            ContextLimits.DEFAULT.unpackedBytes(),
            ContextLimits.DEFAULT.ratio(),
            ContextLimits.DEFAULT.ratioFromBytes(),
            ContextLimits.DEFAULT.entries(),
            ContextLimits.DEFAULT.depth(),
            ContextLimits.DEFAULT.fileBytes(),
            ContextLimits.DEFAULT.headerBytes(),
            ContextLimits.DEFAULT.dockerfileBytes());

    private static final String POLICY = """
        capacities:
          spot: {nodeSelector: {pool: spot}, tolerations: [{key: dedicated, value: spot, effect: NoSchedule}]}
        limits: {running: 2, queued: 5}
        rules:
          - when: {namespacePath: acme/**}
            destinations: ["registry.example/{project_path}/**"]
            cacheRepo: registry.example/cache/{project_path}
            credentials: push
            gitHosts: [gitlab.example]
          - when: {namespacePath: strict/**}
            destinations: ["registry.example/{project_path}/**"]
            credentials: push
            sbom: required
        """;

    final Broker broker = new Broker();
    final FakeRegistries registries = new FakeRegistries();
    final FakeContexts contexts = new FakeContexts();
    final FakeArchive archive = new FakeArchive();
    final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    final FakeCluster cluster = new FakeCluster(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> statements = new ArrayList<>();
    /** What was put beside images. */
    final List<String> sboms = new ArrayList<>();

    Optional<BuildReason> sbomFault = Optional.empty();
    final List<String> commits = new ArrayList<>();
    KeyRing keys = KeyRing.parse("k1: " + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    final Policy policy;
    Intake intake;
    BuildFlow flow;
    Round round;
    private FlowRules rules;

    World(Path directory) throws IOException {
        this(directory, POLICY);
    }

    /** All nodes are on-demand. */
    static World withoutSpot(Path directory) throws IOException {
        return new World(directory, POLICY.replaceAll("(?s)capacities:.*limits:", "limits:"));
    }

    private World(Path directory, String content) throws IOException {
        policy = Policy.read(Files.writeString(directory.resolve("policy.yaml"), content));
        cluster.dockerConfigs.put("push", "{\"auths\":{\"registry.example\":{\"auth\":\"dTpwYXNzd29yZA==\"}}}");
        restart();
    }

    private JobRules jobRules() {
        return new JobRules(
                "builds",
                "ondes/build-context:1",
                policy.capacities(),
                policy.registries(),
                Duration.ofDays(2),
                true,
                null,
                null,
                List.of(),
                "");
    }

    /** What a new process would be. */
    void restart() {
        cluster.live();
        JobPlan jobs = new JobPlan(jobRules());
        Function<BuilderKind, Builder> builders = _ -> new Kaniko("kaniko@sha256:0", Kaniko.Line.V1_28, List.of());
        var rules = new FlowRules(
                10, Duration.ofHours(1), Duration.ofMinutes(10), 2, 4, Duration.ofMinutes(5), Duration.ofDays(1), 3);
        var say = new Announcements(broker, clock);
        var start = new Start(cluster, jobs, builders, contexts, keys, LIMITS, clock);
        Statements attach = (order, commit, _, _, _) -> {
            statements.add(order.id().value());
            commits.add(String.valueOf(commit));
        };
        var syft = new Syft("syft:1", List.of(), SbomFormat.CYCLONEDX, "1Gi", Duration.ofMinutes(10));
        Sboms beside = (names, digest, type, document, _) -> {
            sbomFault.ifPresent(reason -> {
                throw new RefusedException(reason, "no");
            });
            sboms.add(names + " " + digest + " " + type + " " + new String(document, StandardCharsets.UTF_8));
            return SBOM;
        };
        var ending = new Ending(
                cluster,
                start,
                registries,
                Optional.of(attach),
                new Inventory(cluster, new SbomPlan(jobRules(), syft), beside, Duration.ofMinutes(15), clock),
                new Logs(cluster, Optional.of(archive), Duration.ofMinutes(1)),
                say,
                new Meters(meters),
                rules,
                clock);
        intake = new Intake(() -> policy, contexts, builders, jobs, cluster, cluster, keys, clock, 20);
        flow = new BuildFlow(cluster, cluster, start, ending, say, rules, clock);
        round = new Round(cluster, cluster, flow::look, new Meters(meters), rules, clock);
        this.rules = rules;
    }

    Round round(Consumer<BuildId> turns) {
        return new Round(cluster, cluster, turns, new Meters(meters), rules, clock);
    }

    Build build(BuildId id) {
        return cluster.sight(id).orElseThrow().build();
    }

    List<BuildDone> done() {
        return broker.said(BuildDone.class);
    }

    /** Looks again and again until nothing is to be done. */
    void settle() {
        for (int i = 0; i < 5; i++) {
            round.look();
        }
    }

    /** Says what it takes, each event once, as consumers that know ids would. */
    static final class Broker implements Events {
        final Map<String, Event<?>> said = new LinkedHashMap<>();
        /** Every message, also those that say what was said. */
        final List<Event<?>> published = new ArrayList<>();

        boolean away;

        @Override
        public void publish(Event<?> event) {
            if (away) {
                throw new PublishException(
                        PublishException.Reason.UNREACHABLE, event.type().routingKey());
            }
            published.add(event);
            said.putIfAbsent(event.id(), event);
        }

        <T extends EventData> List<T> said(Class<T> type) {
            return said.values().stream()
                    .map(Event::data)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    /** Registries that hold what a test pushed. */
    static final class FakeRegistries implements Registries {
        final Map<String, String> tags = new HashMap<>();
        Optional<BuildReason> fault = Optional.empty();
        /** What nobody thought of. */
        boolean broken;

        String credentials = "";

        @Override
        public BuiltImage verify(String name, String digest, String dockerConfig) {
            credentials = dockerConfig;
            if (broken) {
                throw new IllegalStateException("a fault of ours");
            }
            fault.ifPresent(reason -> {
                throw new RefusedException(reason, name);
            });
            if (!digest.equals(tags.get(name))) {
                throw new RefusedException(BuildReason.DIGEST_NOT_VERIFIED, name);
            }
            return new BuiltImage(name, digest, "application/vnd.oci.image.manifest.v1+json", 1000L);
        }

        @Override
        public List<BuiltImage> index(List<String> names, List<PlatformImage> images, String dockerConfig) {
            return names.stream()
                    .map(name -> new BuiltImage(
                            name, "sha256:" + "1b".repeat(32), "application/vnd.oci.image.index.v1+json", null))
                    .toList();
        }
    }

    /** Contexts that a test uploaded. */
    static final class FakeContexts implements Contexts {
        final Set<String> present = new HashSet<>(Set.of(TAR));
        Optional<BuildReason> fault = Optional.empty();
        int urls;
        Instant until = Instant.MAX;
        /** Nobody has credentials to sign with. */
        boolean unsigned;

        @Override
        public void require(long project, String tarSha256, String dockerfile) {
            fault.ifPresent(reason -> {
                throw new RefusedException(reason, "detail");
            });
            if (!present.contains(tarSha256)) {
                throw new RefusedException(BuildReason.CONTEXT_MISSING, tarSha256);
            }
        }

        @Override
        public Download download(long project, String tarSha256) {
            if (unsigned) {
                throw new IllegalStateException("nothing to sign with");
            }
            return new Download(URI.create("https://s3.example/contexts/" + project + "?signature=" + ++urls), until);
        }
    }

    /** Logs that were kept. */
    static final class FakeArchive implements LogArchive {
        final Map<String, String> kept = new HashMap<>();

        @Override
        public void keep(String name, InputStream log) throws IOException {
            kept.put(name, new String(log.readAllBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public Optional<InputStream> read(String name, long from) {
            return Optional.ofNullable(kept.get(name))
                    .map(log ->
                            new ByteArrayInputStream(log.substring((int) from).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** For tests that look at an order. */
    Order order(BuildId id) {
        return build(id).order();
    }
}
