package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs with services that name a port, or should. */
class ServicesIT extends WithPod {
    private static final String PORT = "HEALTHCHECK_TCP_PORT";

    @Test
    void theScriptBeginsWhenTheServiceAnswers() throws Exception {
        // Given
        int port = freePort();
        var job = new TestJob("echo begun")
                .variable("VERSION", "16")
                .variable("DB_PORT", Integer.toString(port))
                .service("postgres:$VERSION", PORT, "$DB_PORT");
        var running = pod.build().start(job);
        awaitLog("Waiting for services: postgres:16 on port " + port);
        assertThat(gitlab.log()).contains("  service postgres:16").doesNotContain("$ echo begun");

        // When
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            AgentReport report = running.get(30, TimeUnit.SECONDS);

            // Then
            assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        }
        assertThat(gitlab.log()).contains("$ echo begun").doesNotContain("does not answer");
    }

    @Test
    void aServiceThatAnswersAtOnceIsNotWaitedFor() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            pod.build()
                    .run(new TestJob("echo begun").service("redis:7", PORT, Integer.toString(server.getLocalPort())));
        }

        assertThat(gitlab.log()).contains("$ echo begun").doesNotContain("Waiting for services");
    }

    @Test
    void aServiceThatNeverAnswersDoesNotKeepTheScriptFromItsBegin() throws Exception {
        int port = freePort();

        AgentReport report =
                pod.build().run(new TestJob("echo begun").service("mysql:9", PORT, Integer.toString(port)));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("Service mysql:9 on port " + port
                        + " does not answer after 3 s; the script begins all the same")
                .contains("$ echo begun");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "0", "65536", "-1", ""})
    void aPortThatIsNoneIsSaid(String port) throws Exception {
        pod.build().run(new TestJob("echo begun").service("mysql:9", PORT, port));

        assertThat(gitlab.log())
                .contains("Service mysql:9: its HEALTHCHECK_TCP_PORT is no port's number")
                .contains("$ echo begun");
    }

    @Test
    void tellsEachEndOfAServiceOnce() throws Exception {
        // Given
        var running = pod.build().start(new TestJob("echo begun", "until [ -e go-on ]; do sleep 0.05; done"));
        awaitLog("$ until");
        Files.writeString(root.resolve("services"), "0:1 Service redis:7 ended and was started anew: first\n");
        awaitLog("WARNING: Service redis:7 ended and was started anew: first");

        // When
        Files.writeString(root.resolve("services"), """
                0:1 Service redis:7 ended and was started anew: first
                0:2 Service redis:7 ended and was started anew: second
                """);
        awaitLog("WARNING: Service redis:7 ended and was started anew: second");

        // Then
        Files.createFile(pod.project().resolve("go-on"));
        assertThat(running.get(30, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).containsOnlyOnce("anew: first").containsOnlyOnce("anew: second");
    }

    @Test
    void saysThatWhatServicesWriteIsNotShown() throws Exception {
        pod.build()
                .run(new TestJob("true").variable("CI_DEBUG_SERVICES", "true").service("redis:7", "A", "b"));

        assertThat(gitlab.log()).contains("CI_DEBUG_SERVICES has no effect");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
