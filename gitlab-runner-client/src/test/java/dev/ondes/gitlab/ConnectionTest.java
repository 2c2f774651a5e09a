package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConnectionTest {
    private static final RunnerInfo INFO = RunnerInfo.ondes("0.1.0", "abc123");
    private static final RunnerToken RUNNER = RunnerToken.of("glrt-s3cret");
    private static final JobCredentials JOB = JobCredentials.of(42, "glcbt-s3cret");

    /** Far below what a test may take, far above what this machine needs to connect. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofSeconds(60);

    private static GitLabClient client(int port, Duration limit) {
        return new GitLabClient(
                URI.create("http://127.0.0.1:" + port),
                ClientSettings.defaults().withLimits(LONG, limit, limit, limit));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void isUnavailableWhereNobodyListens() throws IOException {
        int port = closedPort();
        String noConnection = ": no connection to 127.0.0.1:" + port + " (ClosedChannelException)";
        try (var client = client(port, LONG)) {
            assertThat(client.requestJob(RUNNER, "r_1", INFO, null))
                    .isEqualTo(new JobAnswer.Unavailable("POST /jobs/request" + noConnection));
            assertThat(client.updateJob(JOB, new JobState.Running()))
                    .isEqualTo(new UpdateAnswer.Unavailable("PUT /jobs/42" + noConnection));
            assertThat(client.appendTrace(JOB, 0, new byte[] {1}, 0, 1))
                    .isEqualTo(new TraceAnswer.Unavailable("PATCH /jobs/42/trace" + noConnection));
            assertThatThrownBy(() -> client.verify(RUNNER, "r_1", INFO))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("POST /runners/verify" + noConnection);
        }
    }

    @Test
    void isUnavailableWhereTheAnswerIsCutShort() {
        try (var server = RawServer.saying(
                        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\":42,\"tok");
                var client = client(server.port(), LONG)) {
            JobAnswer answer = client.requestJob(RUNNER, "r_1", INFO, null);

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            JobAnswer.Unavailable.class,
                            unavailable -> assertThat(unavailable.why()).contains("bytes received: 13"));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void isUnavailableWhereChunksEndEarly() {
        try (var server = RawServer.saying("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nnul");
                var client = client(server.port(), LONG)) {
            assertThat(client.appendTrace(JOB, 0, new byte[] {1}, 0, 1)).isInstanceOf(TraceAnswer.Unavailable.class);
        }
    }

    @Test
    void isUnavailableWhereTheServerHangsUp() {
        try (var server = RawServer.saying("");
                var client = client(server.port(), LONG)) {
            assertThat(client.updateJob(JOB, new JobState.Running())).isInstanceOf(UpdateAnswer.Unavailable.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void doesNotWaitLongerThanTheLimitForTheFirstByte() {
        try (var server = RawServer.fallingSilentAfter("");
                var client = client(server.port(), SHORT)) {
            assertThat(client.requestJob(RUNNER, "r_1", INFO, null))
                    .isEqualTo(new JobAnswer.Unavailable(
                            "POST /jobs/request: HttpTimeoutException no whole answer within 300 ms"));
        }
    }

    @Test
    void doesNotWaitLongerThanTheLimitForTheLastByteEither() {
        try (var server = RawServer.fallingSilentAfter("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n2");
                var client = client(server.port(), SHORT)) {
            assertThat(client.updateJob(JOB, new JobState.Running()))
                    .isEqualTo(new UpdateAnswer.Unavailable(
                            "PUT /jobs/42: HttpTimeoutException no whole answer within 300 ms"));
        }
    }

    @Test
    void triesAnUploadThreeTimesOverBrokenConnections(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.zip"), "content");
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        try (var server = RawServer.saying("");
                var client = new GitLabClient(
                        URI.create("http://127.0.0.1:" + server.port()),
                        ClientSettings.defaults().withTime(Clock.systemUTC(), pauses::add))) {
            assertThatThrownBy(() -> client.uploadArtifacts(JOB, ArtifactUpload.archive("a.zip", null), file))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("POST /jobs/42/artifacts: ")
                    .hasMessageEndingWith(", after 3 attempts");
            assertThat(server.requests()).isEqualTo(3);
            assertThat(pauses).hasSize(2);
        }
    }

    @Test
    void followsGitLabToAnotherAddress() {
        try (var gitlab = new FakeGitLab();
                var moved = RawServer.saying("HTTP/1.1 308 Permanent Redirect\r\nContent-Length: 0\r\nLocation: "
                        + gitlab.uri() + "/api/v4/jobs/42\r\n\r\n");
                var client = client(moved.port(), LONG)) {
            FakeJob job = gitlab.running(42);

            assertThat(client.updateJob(job.credentials(), new JobState.Running()))
                    .isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.RUNNING));
            assertThat(gitlab.last().method()).isEqualTo("PUT");
        }
    }

    @Test
    void endsACallWhenItsThreadIsInterrupted() throws Exception {
        try (var server = RawServer.fallingSilentAfter("");
                var client = client(server.port(), LONG)) {
            var answer = new CompletableFuture<UpdateAnswer>();
            Thread caller = Thread.startVirtualThread(() -> {
                answer.complete(client.updateJob(JOB, new JobState.Running()));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });

            caller.interrupt();

            assertThat(answer.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new UpdateAnswer.Unavailable("PUT /jobs/42: interrupted"));
        }
    }

    @Test
    void endsACallWhenTheClientIsClosed() throws Exception {
        try (var server = RawServer.fallingSilentAfter("")) {
            var client = client(server.port(), LONG);
            var answer = CompletableFuture.supplyAsync(
                    () -> client.requestJob(RUNNER, "r_1", INFO, null), Thread::startVirtualThread);
            org.awaitility.Awaitility.await().until(() -> server.requests() == 1);

            client.close();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(JobAnswer.Unavailable.class);
        }
    }
}
