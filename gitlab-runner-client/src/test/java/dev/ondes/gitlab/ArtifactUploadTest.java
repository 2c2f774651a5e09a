package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactUploadTest extends AgainstFakeGitLab {
    private static final ArtifactUpload ARCHIVE = ArtifactUpload.archive("artifacts.zip", "1 week");

    private final FakeJob job = gitlab.running(42);

    @TempDir
    Path directory;

    Path file;
    byte[] content;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("archive");
        content = new byte[300_000];
        new Random(3).nextBytes(content);
        Files.write(file, content);
    }

    private void upload() {
        client.uploadArtifacts(job.credentials(), ARCHIVE, file);
    }

    @Test
    void uploadsAFileAsItIs() {
        upload();

        assertThat(job.artifacts).isEqualTo(content);
        Seen post = gitlab.last();
        assertThat(post.query()).isEqualTo("artifact_type=archive&artifact_format=zip&expire_in=1+week");
        assertThat(post.header("JOB-TOKEN")).isEqualTo(job.token);
        assertThat(post.header("Transfer-encoding")).isNull();
    }

    @Test
    void uploadsAnEmptyReport() throws IOException {
        Files.write(file, new byte[0]);

        client.uploadArtifacts(job.credentials(), new ArtifactUpload("sast", "raw", "a\"b\r\n.json", null), file);

        assertThat(gitlab.last().query()).isEqualTo("artifact_type=sast&artifact_format=raw");
        assertThat(gitlab.last().text()).contains("filename=\"a%22b%0D%0A.json\"");
    }

    @Test
    void hearsANoThatComesBeforeTheWholeFileIsSent() throws IOException {
        try (var sparse = FileChannel.open(file, StandardOpenOption.WRITE)) {
            sparse.write(ByteBuffer.wrap(new byte[1]), 200_000_000L);
        }
        try (var server = RawServer.saying("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                var impatient = new GitLabClient(URI.create("http://127.0.0.1:" + server.port()), settings)) {
            assertThatThrownBy(() -> impatient.uploadArtifacts(job.credentials(), ARCHIVE, file))
                    .isInstanceOf(RefusedException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 413})
    void takesAFinalNoAtOnce(int status) {
        gitlab.say(Answer.error(status, "no"));

        var refused = catchThrowableOfType(RefusedException.class, this::upload);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(gitlab.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void aProxyThatKnowsNoWayToGitLabIsNoFinalNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.plainText(status), Answer.plainText(status));

        assertThatThrownBy(this::upload).isInstanceOf(UnavailableException.class);
        assertThat(gitlab.seen()).hasSize(3);
    }

    @Test
    void takesAFinalNoFromAProxyAsWell() {
        gitlab.say(Answer.html(413));

        assertThatThrownBy(this::upload).isInstanceOf(RefusedException.class);
        assertThat(gitlab.seen()).hasSize(1);
    }

    @Test
    void triesSixTimesWhereGitLabIsBusy() {
        gitlab.say(Stream.generate(() -> Answer.error(503, "busy")).limit(5).toArray(Answer[]::new));

        upload();

        assertThat(gitlab.seen()).hasSize(6);
        assertThat(job.artifacts).isEqualTo(content);
        assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 500, 502, 504})
    void triesThreeTimesWhateverElseIsWrong(int status) {
        Answer wrong = Answer.error(status, "oops");
        gitlab.say(wrong, wrong, wrong);

        assertThatThrownBy(this::upload)
                .isInstanceOf(status < 500 ? RefusedException.class : UnavailableException.class)
                .hasMessageStartingWith("POST /jobs/42/artifacts: " + status + " oops");
        assertThat(gitlab.seen()).hasSize(3);
    }

    @Test
    void keepsItsBoundaryFromAttemptToAttempt() {
        gitlab.say(Answer.of(500));

        upload();

        assertThat(gitlab.seen().get(1).header("Content-Type"))
                .isEqualTo(gitlab.seen().get(0).header("Content-Type"));
    }

    @Test
    void followsGitLabToItsOtherAddressWithTheToken() {
        try (var primary = new FakeGitLab()) {
            FakeJob there = primary.running(42);
            gitlab.say(
                    Answer.of(307).with("Location", primary.uri() + "/api/v4/jobs/42/artifacts?artifact_type=archive"));

            upload();

            assertThat(there.artifacts).isEqualTo(content);
            assertThat(primary.last().header("JOB-TOKEN")).isEqualTo(job.token);
        }
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> client.uploadArtifacts(job.credentials(), ARCHIVE, directory.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(gitlab.seen()).isEmpty();
    }
}
