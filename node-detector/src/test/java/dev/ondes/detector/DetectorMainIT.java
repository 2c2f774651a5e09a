package dev.ondes.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cloud.metadata.AwsIdentity;
import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.MetadataServer;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.handover.FakeWatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector as the process that it is on a node. */
class DetectorMainIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final MetadataServer metadata = MetadataServer.open();
    private FakeWatcher watcher;
    private Process detector;

    @BeforeEach
    void open() throws IOException {
        watcher = new FakeWatcher("127.0.0.1", 0);
        Files.writeString(folder.resolve("token"), FakeWatcher.TOKEN);
    }

    @AfterEach
    void close() {
        if (detector != null) {
            detector.destroyForcibly();
        }
        watcher.close();
        metadata.close();
    }

    private AwsMachine machine() {
        return metadata.put("node-1", new AwsMachine(AwsIdentity.spot("i-0aaaaaaaaaaaaaaa1"), Clock.systemUTC()));
    }

    private void start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ondes.detector.DetectorMain",
                "--watcher-url=http://127.0.0.1:" + watcher.port(),
                "--token-file=" + folder.resolve("token"),
                "--metadata=" + metadata.url("node-1"),
                "--interval=200ms",
                "--listen=127.0.0.1:0"));
        command.addAll(List.of(more));
        var builder =
                new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
        builder.environment().put("ONDES_NODE", "node-1");
        detector = builder.start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    }

    /** Without what it takes back at its start. */
    private List<DetectedNotice> notices() {
        return watcher.confirmed.stream().filter(notice -> !notice.withdrawn()).toList();
    }

    private void awaitLog(String text) {
        await().atMost(LONG).until(() -> log().contains(text));
    }

    @Test
    void tellsOfAnInterruptionAndEndsWithZeroOnTerm() throws Exception {
        AwsMachine machine = machine();
        start();
        awaitLog("event=cloud-found");

        machine.interrupt("terminate", Instant.now().plusSeconds(120));

        await().atMost(LONG).until(() -> !notices().isEmpty());
        assertThat(notices())
                .extracting(DetectedNotice::node, DetectedNotice::kind)
                .containsExactly(org.assertj.core.api.Assertions.tuple("node-1", NoticeKind.SPOT_INTERRUPTION));
        detector.destroy();
        assertThat(detector.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(detector.exitValue()).isZero();
        assertThat(log()).contains("event=stopped").doesNotContain(FakeWatcher.TOKEN);
    }

    @Test
    void livesThroughAnAilingMetadataService() throws Exception {
        AwsMachine machine = machine();
        start();
        awaitLog("event=cloud-found");
        machine.failWith(Fault.UNAVAILABLE);
        awaitLog("status 503");
        machine.interrupt("stop", Instant.now().plusSeconds(120));

        machine.heal();

        await().atMost(LONG).until(() -> !notices().isEmpty());
        // The monitor that failed asks again in a rhythm of its own, maybe after the one that heard of the
        // interruption.
        awaitLog("event=metadata-back");
    }

    @Test
    void waitsWhereThereIsNoCloudAndEndsWithZeroOnTerm() throws Exception {
        start();
        awaitLog("event=no-cloud");

        detector.destroy();

        assertThat(detector.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(detector.exitValue()).isZero();
    }

    @Test
    void doesNotStartWithAMistypedSetting() throws Exception {
        start("--intervall=1s");

        assertThat(detector.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(detector.exitValue()).isEqualTo(2);
        assertThat(log()).contains("--intervall is no setting");
    }
}
