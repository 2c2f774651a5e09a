package dev.ondes.context.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.context.check.ContextLimits;
import dev.ondes.context.fetch.TestStore.Fault;
import dev.ondes.context.pack.ContextPacker;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.PackedContext;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveFetchIT {
    private static final Duration SILENCE = Duration.ofMillis(300);

    @TempDir
    private Path temporary;

    private final List<Duration> pauses = new ArrayList<>();
    private PackedContext packed;
    private TestStore store;
    private Path target;

    @BeforeEach
    void packAndStore() throws IOException {
        Path context = Files.createDirectories(temporary.resolve("context/src")).getParent();
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        Files.write(context.resolve("src/noise"), noise);
        Files.writeString(context.resolve("src/run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(context.resolve("src/run.sh"), PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(context.resolve("src/link"), Path.of("../Dockerfile"));
        packed = new ContextPacker(6, 1)
                .pack(ContextTree.of(context, "Dockerfile"), temporary.resolve("context.tar.gz"));
        store = new TestStore(Files.readAllBytes(packed.archive()));
        target = temporary.resolve("workspace");
    }

    @AfterEach
    void stopStore() {
        store.close();
    }

    @Test
    void bringsTheContextAsItWas() throws IOException {
        FetchReport report = fetch();

        assertThat(report).isEqualTo(FetchReport.fetchedArchive(packed.tarSha256()));
        assertWhole();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("src/run.sh"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(Files.readSymbolicLink(target.resolve("src/link"))).isEqualTo(Path.of("../Dockerfile"));
    }

    @Test
    void goesOnWhereTheConnectionWasCut() throws IOException {
        store.misbehave(new Fault.Cut(100_000), new Fault.Cut(50_000));

        assertThat(fetch().reason()).isNull();

        assertThat(store.ranges()).containsExactly("", "bytes=100000-", "bytes=150000-");
        assertWhole();
    }

    @Test
    void goesOnWhenTheStoreFallsSilent() throws IOException {
        store.misbehave(new Fault.Silence(1_000));

        assertThat(fetch().reason()).isNull();

        assertThat(store.ranges()).containsExactly("", "bytes=1000-");
        assertWhole();
    }

    @Test
    void readsOverWhatItHasWhenTheStoreSendsAllAgain() throws IOException {
        store.misbehave(new Fault.Cut(200_000), new Fault.WholeFile());

        assertThat(fetch().reason()).isNull();

        assertWhole();
    }

    @Test
    void triesAgainWithLongerPausesWhileTheStoreIsDown() throws IOException {
        store.misbehave(new Fault.Status(503), new Fault.Status(500), new Fault.Status(429));

        assertThat(fetch().reason()).isNull();

        assertThat(pauses).hasSize(3).isSorted();
        assertWhole();
    }

    @Test
    void givesUpWhenTheStoreStaysDown() {
        for (int i = 0; i < 7; i++) {
            store.misbehave(new Fault.Status(503));
        }

        assertThat(fetch())
                .isEqualTo(FetchReport.failed(
                        BuildReason.CONTEXT_UNAVAILABLE, "7 attempts failed, the last: the store answered with 503"));
    }

    @ParameterizedTest
    @CsvSource({
        "403, CONTEXT_UNAVAILABLE, 'the store refused with 403: is the URL too old, or a clock wrong?'",
        "404, CONTEXT_MISSING, the store answered with 404",
        "302, CONTEXT_UNAVAILABLE, the store refused with 302",
    })
    void aRefusalIsNotTriedAgain(int status, BuildReason reason, String detail) {
        store.misbehave(new Fault.Status(status));

        assertThat(fetch()).isEqualTo(FetchReport.failed(reason, detail));

        assertThat(pauses).isEmpty();
    }

    @Test
    void neverJoinsTwoFilesToOne() {
        store.misbehave(new Fault.Cut(100_000));
        Pause replacing = duration -> store.replaceFile();

        FetchReport report =
                new ContextFetch(target, "https", Authorities.USUAL, SILENCE, replacing, new Random(5)).run(order());

        assertThat(report)
                .isEqualTo(FetchReport.failed(
                        BuildReason.CONTEXT_UNAVAILABLE, "the context was replaced while it was read"));
    }

    @Test
    void anotherContextThanWasAskedForIsNoSuccess() {
        var other = new FetchOrder(
                new FetchOrder.Archive(store.url(), "0".repeat(64)), "Dockerfile", ContextLimits.DEFAULT);

        assertThat(fetcher().run(other))
                .isEqualTo(FetchReport.failed(
                        BuildReason.CONTEXT_UNAVAILABLE, "the store holds another context than was asked for"));
    }

    @Test
    void aHostileArchiveIsCalledByItsReason() {
        var missing = new FetchOrder(
                new FetchOrder.Archive(store.url(), packed.tarSha256()), "docker/Dockerfile", ContextLimits.DEFAULT);

        FetchReport report = fetcher().run(missing);

        assertThat(report.reason()).isEqualTo(BuildReason.DOCKERFILE_MISSING);
        assertThat(report.detail()).endsWith("(docker/Dockerfile)");
    }

    @Test
    void whatAnEarlierAttemptLeftIsGone() throws IOException {
        Files.createDirectories(target.resolve("src/old"));
        Files.createFile(target.resolve("Dockerfile"));

        assertThat(fetch().reason()).isNull();

        assertThat(target.resolve("src/old")).doesNotExist();
        assertWhole();
    }

    @Test
    void aStoreThatNobodyAnswersForIsUnavailable() {
        store.close();

        FetchReport report = fetch();

        assertThat(report.reason()).isEqualTo(BuildReason.CONTEXT_UNAVAILABLE);
        assertThat(report.detail()).contains("7 attempts failed").doesNotContain("secret");
    }

    private FetchReport fetch() {
        return fetcher().run(order());
    }

    private ContextFetch fetcher() {
        return new ContextFetch(target, "https", Authorities.USUAL, SILENCE, pauses::add, new Random(5));
    }

    private FetchOrder order() {
        return new FetchOrder(
                new FetchOrder.Archive(store.url(), packed.tarSha256()), "Dockerfile", ContextLimits.DEFAULT);
    }

    private void assertWhole() throws IOException {
        Path context = temporary.resolve("context");
        for (String file : List.of("Dockerfile", "src/noise", "src/run.sh")) {
            assertThat(target.resolve(file)).hasSameBinaryContentAs(context.resolve(file));
        }
        assertThat(Files.exists(target.resolve("src/link"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }
}
