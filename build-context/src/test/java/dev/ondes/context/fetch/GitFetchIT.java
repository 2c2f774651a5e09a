package dev.ondes.context.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.GitSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the machine's git against git's own server. */
class GitFetchIT {
    private static final String PASSWORD = "glcbt-64_s3cret-of-this-test";

    @TempDir
    private Path temporary;

    private final List<Duration> pauses = new ArrayList<>();
    private TestGitServer server;
    private String commit;
    private Path target;

    @BeforeEach
    void publish() throws Exception {
        Path work = Files.createDirectory(temporary.resolve("work"));
        write(work.resolve("app/Dockerfile"), "FROM scratch\n");
        write(work.resolve("app/.dockerignore"), "**/node_modules\n");
        write(work.resolve("app/src/main.c"), "int main;\n");
        write(work.resolve("app/src/node_modules/x"), "x");
        write(work.resolve("Dockerfile"), "FROM scratch\n");
        write(work.resolve("python/Dockerfile"), "FROM scratch\n");
        Files.createSymbolicLink(work.resolve("python/bin"), Path.of("/usr/bin"));
        Files.createSymbolicLink(work.resolve("away"), Path.of("/"));
        server = new TestGitServer(temporary, "gitlab-ci-token", PASSWORD);
        commit = server.publish(work);
        target = temporary.resolve("workspace");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bringsWhatTheIgnoreFileLeavesOfASubFolder() throws IOException {
        assertThat(fetch("main", "app")).isEqualTo(FetchReport.fetchedCommit(commit));

        assertThat(files()).containsExactly(".dockerignore", "Dockerfile", "src", "src/main.c");
    }

    @Test
    void bringsACommitByItsHash() {
        assertThat(fetch(commit, "app")).isEqualTo(FetchReport.fetchedCommit(commit));
    }

    @Test
    void thePasswordStandsInNoCommandLineNorEnvironmentAndIsGoneAfter() throws IOException {
        assertThat(fetch("main", "app").reason()).isNull();

        assertThat(server.leaks()).isEmpty();
        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile))
                    .noneSatisfy(file -> assertThat(file).content().contains(PASSWORD));
        }
    }

    /** A container for fetching has less memory than a repository's largest file may have bytes. */
    @Test
    void aLargeFileIsNotHeldInMemory() throws IOException {
        var git = new GitProgram(temporary, server.url(), null, "http", Authorities.USUAL);

        assertThat(List.of(
                        git.run(temporary, "config", "core.bigFileThreshold"),
                        git.run(temporary, "config", "core.deltaBaseCacheLimit"),
                        git.run(temporary, "config", "pack.threads")))
                .containsExactly("8m", "16m", "1");
    }

    @Test
    void aWrongPasswordIsTheUsersAffairAndIsNotTriedAgain() {
        FetchReport report = fetch("main", "app", new FetchOrder.Login("gitlab-ci-token", "wrong"));

        assertThat(report.reason()).isEqualTo(BuildReason.GIT_REFUSED);
        assertThat(report.detail()).doesNotContain("wrong");
        assertThat(pauses).isEmpty();
    }

    @Test
    void nobodyIsRefusedWithoutBeingAsked() {
        assertThat(fetch("main", "app", null).reason()).isEqualTo(BuildReason.GIT_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-branch", "--upload-pack=touch /tmp/x", "main:refs/heads/x", "+main"})
    void aRefThatIsNoneIsRefused(String ref) {
        assertThat(fetch(ref, "app").reason()).isEqualTo(BuildReason.GIT_REFUSED);
    }

    @Test
    void aServerThatFailsIsAskedAgain() {
        server.failNext(500);
        server.failNext(502);

        assertThat(fetch("main", "app").reason()).isNull();

        assertThat(pauses).hasSize(2);
    }

    @Test
    void aServerThatStaysDownIsUnavailable() {
        server.close();

        assertThat(fetch("main", "app").reason()).isEqualTo(BuildReason.GIT_UNAVAILABLE);

        assertThat(pauses).hasSize(3);
    }

    @Test
    void subFoldersThatAreNotThereOrLeadOutAreNamed() {
        assertThat(fetch("main", "none"))
                .isEqualTo(FetchReport.failed(
                        BuildReason.CONTEXT_MISSING, "the repository has no folder none at this ref"));
        assertThat(fetch("main", "../work").reason()).isEqualTo(BuildReason.CONTEXT_MISSING);
        assertThat(fetch("main", "away").reason()).isEqualTo(BuildReason.CONTEXT_INVALID);
    }

    @Test
    void linksOutOfTheContextAreRefusedHereToo() {
        FetchReport report = fetch("main", "python");

        assertThat(report.reason()).isEqualTo(BuildReason.CONTEXT_INVALID);
        assertThat(report.detail()).startsWith("bin -> /usr/bin: ");
    }

    private FetchReport fetch(String ref, String subFolder) {
        return fetch(ref, subFolder, new FetchOrder.Login("gitlab-ci-token", PASSWORD));
    }

    private FetchReport fetch(String ref, String subFolder, FetchOrder.@Nullable Login login) {
        var source = new FetchOrder.Repository(new GitSource(server.url(), ref, subFolder), login);
        return new ContextFetch(target, "http", Authorities.USUAL, Duration.ofSeconds(5), pauses::add, new Random(5))
                .run(new FetchOrder(source, "Dockerfile", ContextLimits.DEFAULT));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            return files.filter(file -> !file.equals(target))
                    .map(file -> target.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
