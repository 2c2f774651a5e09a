package dev.ondes.images.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.retry.Pause;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Orders;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.Result;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.Notes;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogStreamTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "17, 0, 17", "1099511627776, 1, 0", "1099511627781, 1, 5"})
    void aPositionIsOneGrowingNumber(String id, int stream, long offset) {
        assertThat(Position.of(id)).isEqualTo(new Position(stream, offset));
        assertThat(new Position(stream, offset).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"abc", "-1", "99999999999999999999", "''", "null"},
            nullValues = "null")
    void whatWeNeverSaidIsTheBeginning(String id) {
        assertThat(Position.of(id)).isEqualTo(Position.BEGIN);
    }

    @Test
    void linesKnowTheirBytesWhateverTheirCharacters() throws IOException {
        var lines = new LogLines(new ByteArrayInputStream("Grüße\r\n\nend".getBytes(StandardCharsets.UTF_8)));
        List<LogLines.Line> read = new ArrayList<>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            read.add(line);
        }

        assertThat(read)
                .containsExactly(new LogLines.Line("Grüße", 9), new LogLines.Line("", 1), new LogLines.Line("end", 3));
    }

    @Test
    void aLineWithoutEndIsCut() throws IOException {
        var lines = new LogLines(new ByteArrayInputStream("x".repeat(100_000).getBytes(StandardCharsets.UTF_8)));

        assertThat(lines.next().bytes()).isEqualTo(64 * 1024);
        assertThat(lines.next().bytes()).isEqualTo(100_000 - 64 * 1024);
        assertThat(lines.next()).isNull();
    }

    @Test
    void aBuildThatWasJustTakenIsWaitedFor() throws Exception {
        var listener = new Listener();
        var shelf = new LateShelf(3);
        List<Duration> pauses = new ArrayList<>();

        new LogStream(shelf, UNUSED, Optional.empty(), pauses::add, CLOCK).send(BUILD.id(), null, listener);

        assertThat(listener.end).isEqualTo(BuildState.CANCELED);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aBuildThatNeverShowsUpIsNotWaitedForForEver() throws Exception {
        var listener = new Listener();
        List<Duration> pauses = new ArrayList<>();

        new LogStream(new LateShelf(Integer.MAX_VALUE), UNUSED, Optional.empty(), pauses::add, CLOCK)
                .send(BUILD.id(), null, listener);

        assertThat(listener.end).isNull();
        assertThat(pauses).hasSize(40);
    }

    @Test
    void whatFollowsOnALostPodIsHeardFromItsBeginningAlsoWhenThatOneIsGone() throws Exception {
        // Given: a client that has 4 bytes of a pod that is gone
        Cluster cluster = logs(Map.of("ondes-build-" + BUILD.id() + "-bbbbb", "one\ntwo\nthree\n"));
        var shelf = new Scenes(
                scene(List.of("aaaaa"), List.of("bbbbb"), false), scene(List.of("aaaaa"), List.of("bbbbb"), true));
        var listener = new Listener();

        // When
        new LogStream(shelf, cluster, Optional.empty(), _ -> {}, CLOCK).send(BUILD.id(), "4", listener);

        // Then
        assertThat(listener.lines)
                .containsExactly("Ondes: node3 went away; the build begins again, attempt 2", "one", "two", "three");
    }

    @Test
    void whoHadNothingOfALostPodIsToldOfItWhenTheLogIsOver() throws Exception {
        var listener = new Listener();
        Cluster cluster = logs(Map.of("ondes-build-" + BUILD.id() + "-ccccc", "one\n"));

        new LogStream(
                        new Scenes(scene(List.of("aaaaa", "bbbbb"), List.of("ccccc"), true)),
                        cluster,
                        Optional.empty(),
                        _ -> {},
                        CLOCK)
                .send(BUILD.id(), null, listener);

        assertThat(listener.lines)
                .containsExactly(
                        "Ondes: node3 went away; the build begins again, attempt 2",
                        "Ondes: the node went away; the build begins again, attempt 3",
                        "one");
    }

    @Test
    void aNodeThatCantBeAskedEndsNoLog() throws Exception {
        // Given: the node of the first pod is gone, and nobody has noted it yet
        String name = "ondes-build-" + BUILD.id();
        Cluster cluster = logs(Map.of(name + "-bbbbb", "second\n"), Set.of(name + "-aaaaa"));
        var shelf = new Scenes(
                scene(List.of(), List.of("aaaaa"), false),
                scene(List.of("aaaaa"), List.of("aaaaa", "bbbbb"), false),
                scene(List.of("aaaaa"), List.of("bbbbb"), true));
        var listener = new Listener();

        // When
        new LogStream(shelf, cluster, Optional.empty(), _ -> {}, CLOCK).send(BUILD.id(), null, listener);

        // Then
        assertThat(listener.lines)
                .containsExactly("Ondes: node3 went away; the build begins again, attempt 2", "second");
        assertThat(listener.end).isEqualTo(BuildState.SUCCEEDED);
    }

    @Test
    void aClientThatComesBackHearsOnlyTheRestWhateverPodsAreGoneMeanwhile() throws Exception {
        // Given: it has 8 bytes of the second pod
        Cluster cluster = logs(Map.of("ondes-build-" + BUILD.id() + "-bbbbb", "one\ntwo\nthree\n"));
        String had = new Position(1, 8).id();
        var listener = new Listener();

        // When
        new LogStream(
                        new Scenes(scene(List.of("aaaaa"), List.of("bbbbb"), true)),
                        cluster,
                        Optional.empty(),
                        _ -> {},
                        CLOCK)
                .send(BUILD.id(), had, listener);

        // Then
        assertThat(listener.lines).containsExactly("three");
    }

    @Test
    void aLostPodsSuccessorIsWaitedFor() throws Exception {
        // Given: at first there is only the lost one
        Cluster cluster = logs(Map.of(
                "ondes-build-" + BUILD.id() + "-aaaaa", "first\n", "ondes-build-" + BUILD.id() + "-bbbbb", "second\n"));
        var shelf = new Scenes(
                scene(List.of(), List.of("aaaaa"), false),
                scene(List.of("aaaaa"), List.of("aaaaa"), false),
                scene(List.of("aaaaa"), List.of("bbbbb"), false),
                scene(List.of("aaaaa"), List.of("bbbbb"), true));
        var listener = new Listener();

        // When
        new LogStream(shelf, cluster, Optional.empty(), _ -> {}, CLOCK).send(BUILD.id(), null, listener);

        // Then
        assertThat(listener.lines)
                .containsExactly("first", "Ondes: node3 went away; the build begins again, attempt 2", "second");
    }

    @Test
    void theLogOfAPodThatHasEndedIsReadOnceHoweverLongItsBuildIsVerified() throws Exception {
        // Given
        String name = "ondes-build-" + BUILD.id();
        Sight verified = ended(scene(List.of(), List.of("aaaaa"), false));
        var shelf = new Scenes(verified, verified, verified, scene(List.of(), List.of("aaaaa"), true));
        List<String> read = new ArrayList<>();
        var listener = new Listener();

        // When
        new LogStream(
                        shelf,
                        logs(Map.of(name + "-aaaaa", "one\n"), Set.of(), read::add),
                        Optional.empty(),
                        _ -> {},
                        CLOCK)
                .send(BUILD.id(), null, listener);

        // Then: while it was verified, and for what is left at the end
        assertThat(read).containsExactly(name + "-aaaaa", name + "-aaaaa");
        assertThat(listener.lines).containsExactly("one");
    }

    private static Sight ended(Sight scene) {
        Pod pod = new PodBuilder(scene.pods().getFirst())
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        return new Sight(scene.head(), scene.jobs(), List.of(pod));
    }

    @Test
    void aPodThatFindsNoNodeForAWhileIsToldOnce() throws Exception {
        // Given: three looks at one that has waited for a minute
        String name = "ondes-build-" + BUILD.id();
        Sight waits = waiting("0/3 nodes are available: 3 node(s) didn't match");
        var shelf = new Scenes(waits, waits, waits, scene(List.of(), List.of("aaaaa"), true));
        var listener = new Listener();

        // When
        new LogStream(shelf, logs(Map.of(name + "-aaaaa", "one\n")), Optional.empty(), _ -> {}, CLOCK)
                .send(BUILD.id(), null, listener);

        // Then
        assertThat(listener.lines)
                .containsExactly(
                        "Ondes: the build waits for a node: 0/3 nodes are available: 3 node(s) didn't match", "one");
    }

    @Test
    void aCacheThatNoRuleHasIsSaidToBeMissingOnce() throws Exception {
        Sight sight = scene(CACHED, List.of(), List.of("aaaaa"), true);
        String name = "ondes-build-" + CACHED.id();
        var first = new Listener();
        var again = new Listener();

        LogStream logs = new LogStream(
                new Scenes(sight), logs(Map.of(name + "-aaaaa", "one\n")), Optional.empty(), _ -> {}, CLOCK);
        logs.send(CACHED.id(), null, first);
        logs.send(CACHED.id(), "0", again);

        assertThat(first.lines)
                .containsExactly(
                        "Ondes: a cache was asked for, but the policy's rule in line 1 has no cacheRepo: built without",
                        "one");
        assertThat(again.lines).containsExactly("one");
    }

    private static Sight waiting(String why) {
        Sight scene = scene(List.of(), List.of("aaaaa"), false);
        Pod pod = new PodBuilder(scene.pods().getFirst())
                .editStatus()
                .withContainerStatuses(List.of())
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage(why)
                .endCondition()
                .endStatus()
                .build();
        return new Sight(scene.head(), scene.jobs(), List.of(pod));
    }

    private static Cluster logs(Map<String, String> logs) {
        return logs(logs, Set.of());
    }

    private static Cluster logs(Map<String, String> logs, Set<String> unreachable) {
        return logs(logs, unreachable, _ -> {});
    }

    private static Cluster logs(Map<String, String> logs, Set<String> unreachable, Consumer<String> read) {
        return (Cluster) Proxy.newProxyInstance(
                LogStreamTest.class.getClassLoader(), new Class<?>[] {Cluster.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("log");
                    read.accept(String.valueOf(arguments[0]));
                    if (unreachable.contains(String.valueOf(arguments[0]))) {
                        throw new KubernetesClientException("no route to host", 502, null);
                    }
                    return Optional.ofNullable(logs.get(arguments[0]))
                            .map(log -> new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
                });
    }

    private static Sight scene(List<String> lost, List<String> pods, boolean built) {
        return scene(BUILD, lost, pods, built);
    }

    private static Sight scene(Order order, List<String> lost, List<String> pods, boolean built) {
        String name = "ondes-build-" + order.id();
        var head = new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("ondes.dev/order", BuildJson.write(order))
                .addToAnnotations(Notes.released(order.requestedAt()))
                .addToAnnotations(
                        Notes.lost(lost.stream().map(pod -> name + "-" + pod).toList()))
                .addToAnnotations(Notes.lostNodes(Map.of(name + "-aaaaa", "node3")))
                .endMetadata();
        if (built) {
            var timings = new BuildTimings(order.requestedAt(), null, null, null, null);
            head.editMetadata()
                    .addToAnnotations(Notes.pushed(
                            List.of(new Pushed(0, "sha256:" + "0a".repeat(32), "node-1", null, null, null))))
                    .addToAnnotations(
                            Notes.result(new Result(BuildReason.BUILT, null, List.of(), 1, null, timings, List.of())))
                    .endMetadata();
        }
        List<Pod> there = pods.stream()
                .map(pod -> new PodBuilder()
                        .withNewMetadata()
                        .withName(name + "-" + pod)
                        .withCreationTimestamp("2026-03-01T12:00:00Z")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withName("builder")
                        .withNewState()
                        .withNewRunning("2026-03-01T12:01:00Z")
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .toList();
        return new Sight(head.build(), List.of(head.build()), there);
    }

    @Test
    void whileALogIsSilentItsClientHearsThatWeAreThere() throws Exception {
        var listener = new Listener();
        try (var _ = new Pulse(InputStream.nullInputStream(), listener, new Turnstile(2))) {
            listener.alive.await();
        }

        assertThat(listener.alive.getCount()).isZero();
    }

    @Test
    void aLogThatNobodyHearsIsNotReadOn() throws Exception {
        var closed = new CountDownLatch(1);
        var log = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.countDown();
            }
        };
        var listener = new Listener();
        listener.gone = true;

        try (var _ = new Pulse(log, listener, new Turnstile(1))) {
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** There is no pod, so there is nothing to ask the cluster. */
    private static final Cluster UNUSED = (Cluster) Proxy.newProxyInstance(
            LogStreamTest.class.getClassLoader(), new Class<?>[] {Cluster.class}, (_, method, _) -> {
                throw new AssertionError(method.getName());
            });

    /** A minute after the pods were made. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:01:00Z"), ZoneOffset.UTC);

    private static final Order CACHED = Orders.cached(42, "cached", "registry.example/acme/app:1");

    private static final Order BUILD = Orders.order(42, "late", 0, List.of(), "registry.example/acme/app:1");

    /** Lets so many pauses pass at once, and holds the next. */
    private static final class Turnstile implements Pause {
        private final Semaphore passes;

        Turnstile(int passes) {
            this.passes = new Semaphore(passes);
        }

        @Override
        public void of(Duration duration) throws InterruptedException {
            passes.acquire();
        }
    }

    private static final class Listener implements LogStream.Sink {
        final CountDownLatch alive = new CountDownLatch(1);
        volatile boolean gone;
        final List<String> lines = new ArrayList<>();
        BuildState end;

        @Override
        public boolean line(String id, String text) {
            lines.add(text);
            return !gone;
        }

        @Override
        public void end(String id, BuildState state) {
            end = state;
        }

        @Override
        public boolean alive() {
            alive.countDown();
            return !gone;
        }
    }

    /** Sees one after the other, and the last one ever after. */
    private record Scenes(ArrayDeque<Sight> scenes) implements Shelf {
        Scenes(Sight... scenes) {
            this(new ArrayDeque<>(List.of(scenes)));
        }

        @Override
        public Optional<Sight> sight(BuildId id) {
            return Optional.ofNullable(scenes.size() > 1 ? scenes.poll() : scenes.peek());
        }

        @Override
        public Optional<Build> deleted(BuildId id) {
            return Optional.empty();
        }

        @Override
        public void forget(BuildId deleted) {}

        @Override
        public List<Build> builds() {
            return List.of();
        }
    }

    /** Sees the build, which was canceled, after so many looks in vain. */
    private static final class LateShelf implements Shelf {
        private int looksInVain;

        LateShelf(int looksInVain) {
            this.looksInVain = looksInVain;
        }

        @Override
        public Optional<Sight> sight(BuildId id) {
            if (looksInVain-- > 0) {
                return Optional.empty();
            }
            var result = new Result(BuildReason.CANCELED, null, List.of(), 0, null, timings(), List.of());
            Job head = new JobBuilder()
                    .withNewMetadata()
                    .withName("ondes-build-" + id)
                    .addToAnnotations("ondes.dev/order", BuildJson.write(BUILD))
                    .addToAnnotations(Notes.result(result))
                    .endMetadata()
                    .build();
            return Optional.of(new Sight(head, List.of(head), List.of()));
        }

        private static BuildTimings timings() {
            return new BuildTimings(BUILD.requestedAt(), null, null, null, null);
        }

        @Override
        public Optional<Build> deleted(BuildId id) {
            return Optional.empty();
        }

        @Override
        public void forget(BuildId deleted) {}

        @Override
        public List<Build> builds() {
            return List.of();
        }
    }
}
