package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactDownloadTest extends AgainstFakeGitLab {
    private static final byte[] CONTENT = "zip of job 41".getBytes(StandardCharsets.UTF_8);

    private final FakeJob earlier = gitlab.running(41);
    private final FakeJob job = gitlab.running(42);
    /** The earlier job's id with the token of the one that runs, as in a payload's dependencies. */
    private final JobCredentials dependency = JobCredentials.of(41, job.token);

    @TempDir
    Path directory;

    Path target;

    @BeforeEach
    void endTheEarlierJob() {
        earlier.artifacts = CONTENT;
        earlier.status = "success";
        target = directory.resolve("artifacts.zip");
    }

    private void download() {
        client.downloadArtifacts(dependency, target);
    }

    private Stream<String> filesLeft() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void downloadsTheArtifactsOfAnEarlierJob() throws IOException {
        download();

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(gitlab.last().query()).isEqualTo("direct_download=true");
        assertThat(gitlab.last().header("JOB-TOKEN")).isEqualTo(job.token);
        assertThat(filesLeft()).containsExactly("artifacts.zip");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void goesToTheObjectStorageWithoutTheToken(int status) {
        try (var storage = new FakeStorage()) {
            gitlab.say(Answer.of(status).with("Location", storage.uri() + "/bucket/a.zip?X-Amz-Signature=s1gned"));

            download();

            assertThat(target).hasBinaryContent(FakeStorage.CONTENT);
            assertThat(storage.last().query()).isEqualTo("X-Amz-Signature=s1gned");
            assertThat(storage.last().headers().containsKey("JOB-TOKEN")).isFalse();
            assertThat(storage.last().headers().values().toString()).doesNotContain(job.token);
        }
    }

    @Test
    void keepsTheTokenToItselfOnItsWayBackFromAForeignHost() {
        try (var storage = new FakeStorage()) {
            gitlab.say(Answer.of(302).with("Location", storage.uri() + "/a"), Answer.error(404, "404 Not Found"));
            storage.say(Answer.of(302).with("Location", gitlab.uri() + "/elsewhere"));

            assertThatThrownBy(this::download).isInstanceOf(RefusedException.class);
            assertThat(gitlab.last().path()).isEqualTo("/elsewhere");
            assertThat(gitlab.last().headers().containsKey("JOB-TOKEN")).isFalse();
        }
    }

    @Test
    void keepsTheTokenOnARedirectWithinGitLab() {
        gitlab.say(Answer.of(302).with("Location", "/api/v4/jobs/41/artifacts"));

        download();

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void doesNotFollowRedirectsForEver() {
        gitlab.storage = gitlab.uri() + "/api/v4/jobs/41/artifacts";

        assertThatThrownBy(this::download).isInstanceOf(UnavailableException.class);
        assertThat(gitlab.seen()).hasSize(3 * 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void takesAFinalNoAtOnce(int status) throws IOException {
        gitlab.say(Answer.error(status, "no"));

        var refused = catchThrowableOfType(RefusedException.class, this::download);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(gitlab.seen()).hasSize(1);
        assertThat(filesLeft()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void aProxyThatKnowsNoWayToGitLabIsNoFinalNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.plainText(status), Answer.plainText(status));

        assertThatThrownBy(this::download).isInstanceOf(UnavailableException.class);
        assertThat(gitlab.seen()).hasSize(3);
    }

    @Test
    void takesTheNoOfAStorageForFinal() {
        gitlab.say(Answer.of(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>"));

        assertThatThrownBy(this::download).isInstanceOf(RefusedException.class);
        assertThat(gitlab.seen()).hasSize(1);
    }

    @Test
    void isRefusedWhereTheJobHasNoArtifacts() {
        earlier.artifacts = new byte[0];

        assertThatThrownBy(this::download)
                .isInstanceOf(RefusedException.class)
                .hasMessage("GET /jobs/41/artifacts: 404 404 Not Found");
    }

    @Test
    void triesTwiceMoreASecondApart() {
        gitlab.say(Answer.of(500), Answer.of(502));

        download();

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(pauses)
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250)));
    }

    @Test
    void leavesTheOldFileAloneWhereNoAttemptSucceeds() throws IOException {
        Files.writeString(target, "old");
        gitlab.say(Answer.of(500), Answer.of(500), Answer.of(500));

        assertThatThrownBy(this::download).isInstanceOf(UnavailableException.class);
        assertThat(target).hasContent("old");
        assertThat(filesLeft()).containsExactly("artifacts.zip");
    }

    @Test
    void beginsAnewAfterAnAnswerThatWasCutShort() throws IOException {
        try (var storage = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst bytes only")) {
            gitlab.say(Answer.of(302).with("Location", "http://127.0.0.1:" + storage.port() + "/a"));

            download();

            assertThat(target).hasBinaryContent(CONTENT);
            assertThat(pauses).hasSize(1);
        }
    }

    @Test
    void isUnavailableWhereAProxyAnswersInHtml() {
        gitlab.say(Answer.html(200));

        assertThatThrownBy(this::download).isInstanceOf(UnavailableException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void saysThatTheTargetCannotBeWritten() {
        assertThatThrownBy(() -> client.downloadArtifacts(dependency, directory.resolve("none/artifacts.zip")))
                .isInstanceOf(UncheckedIOException.class);
    }

    /** An object storage: knows no job tokens. */
    private static final class FakeStorage extends FakeServer {
        static final byte[] CONTENT = "zip in a bucket".getBytes(StandardCharsets.UTF_8);

        @Override
        Answer answer(Seen request) {
            return new Answer(200, java.util.Map.of("Content-Type", "application/octet-stream"), CONTENT);
        }
    }
}
