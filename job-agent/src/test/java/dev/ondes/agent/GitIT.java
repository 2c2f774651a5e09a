package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources by the real git from git's own server. */
class GitIT extends WithPod {
    private GitServer repositories;

    @BeforeEach
    void serveRepositories() throws Exception {
        repositories = new GitServer(Files.createDirectories(root.resolve("repositories")));
        gitlab.serve("/group", repositories::handle);
    }

    private TestJob job(String sha, String... script) {
        var job = new TestJob(script).variable("GIT_STRATEGY", "fetch");
        job.git()
                .put(
                        "repo_url",
                        gitlab.url().toString().replace("://", "://gitlab-ci-token:" + FakeGitLab.TOKEN + "@")
                                + "/group/project.git")
                .put("sha", sha);
        return job;
    }

    private List<Path> filesWithToken(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(FakeGitLab.TOKEN)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void checksOutTheCommitAndShowsTheTokenToNobody() throws Exception {
        String sha = repositories.repository("project", "README.md", "hello from git\n", "bin/tool", "x");

        AgentReport report =
                pod.build().run(job(sha, "cat README.md", "git rev-parse HEAD", "git config --list --local"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("Fetching changes with git depth set to 20")
                .contains("Checking out " + sha.substring(0, 8) + " as detached HEAD (ref is main)")
                .contains("hello from git\n", sha)
                .contains("remote.origin.url=" + gitlab.url() + "/group/project.git")
                .doesNotContain(FakeGitLab.TOKEN);
        assertThat(repositories.fetched()).isNotEmpty();
        assertThat(repositories.commandLinesWithToken()).isEmpty();
        assertThat(filesWithToken(root.resolve("builds"))).isEmpty();
        assertThat(filesWithToken(root.resolve("tmp"))).isEmpty();
    }

    @Test
    void letsTheScriptFetchFromItsGitLabWithoutAnyMore() throws Exception {
        String sha = repositories.repository("project", "a", "a");
        repositories.repository("other", "b", "b");

        AgentReport report = pod.build()
                .run(job(sha, "git fetch -q origin main", "git ls-remote -q " + gitlab.url() + "/group/other.git"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(repositories.fetched()).contains("/group/other.git/info/refs");
        assertThat(repositories.commandLinesWithToken()).isEmpty();
    }

    /** As a git before 2.31 sees it, which knows nothing of settings in the environment. */
    @Test
    void letsAnOldGitInTheScriptFetchWhatTheCheckoutAndItsSubmodulesCameFrom() throws Exception {
        String library = repositories.repository("library", "lib.c", "int answer;\n");
        String sha = projectWithSubmodule("lib", "../library.git", library);
        String old = "unset GIT_CONFIG_COUNT; git ";

        AgentReport report = pod.build()
                .run(job(sha, old + "fetch origin main", old + "-C lib fetch origin main")
                        .variable("GIT_SUBMODULE_STRATEGY", "normal"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(repositories.commandLinesWithToken()).isEmpty();
        assertThat(filesWithToken(pod.project())).isEmpty();
    }

    @Test
    void fetchesSubmodulesOfTheSameGitLabWithTheToken() throws Exception {
        String library = repositories.repository("library", "lib.c", "int answer;\n");
        String sha = projectWithSubmodule("lib", "../library.git", library);

        AgentReport report = pod.build().run(job(sha, "cat lib/lib.c").variable("GIT_SUBMODULE_STRATEGY", "recursive"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("int answer;\n", "Updating/initializing submodules recursively");
        assertThat(repositories.commandLinesWithToken()).isEmpty();
        assertThat(filesWithToken(root.resolve("builds"))).isEmpty();
    }

    @Test
    void keepsTheTokenFromOtherHosts() throws Exception {
        var others = new ArrayList<String>();
        try (FakeGitLab elsewhere = new FakeGitLab()) {
            elsewhere.serve("/evil", exchange -> {
                others.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
            });
            String sha = projectWithSubmodule(
                    "evil", elsewhere.url() + "/evil/x.git", "0123456789012345678901234567890123456789");

            AgentReport report = pod.build().run(job(sha, "true").variable("GIT_SUBMODULE_STRATEGY", "normal"));

            assertThat(report.reason()).isEqualTo(EndReason.SOURCES_FAILED);
            assertThat(others).isNotEmpty().containsOnly("null");
        }
    }

    @Test
    void triesAgainAsOftenAsTheJobWants() throws Exception {
        String sha = repositories.repository("project", "README.md", "third time\n");
        repositories.failNext(2);

        AgentReport report = pod.build().run(job(sha, "cat README.md").variable("GET_SOURCES_ATTEMPTS", "3"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void outlastsAGitLabThatIsAwayForAWhile() throws Exception {
        String sha = repositories.repository("project", "README.md", "at last\n");
        repositories.failNext(4);

        AgentReport report = pod.build().run(job(sha, "cat README.md"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("git fetch ended with exit code 128; trying again in 1 s", "at last\n");
    }

    @Test
    void leavesTheJobToAnotherAttemptWhereGitLabStaysAway() throws Exception {
        String sha = repositories.repository("project", "README.md", "x");
        repositories.failNext(Integer.MAX_VALUE);

        AgentReport report = pod.build().run(job(sha, "true"));

        assertThat(report.reason()).isEqualTo(EndReason.SOURCES_FAILED);
        assertThat(report.reported()).isFalse();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(report.logOffset()).isEqualTo(gitlab.traceBytes().length);
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.PREPARING);
        assertThat(gitlab.log()).contains("The sources could not be fetched from GitLab (git fetch ended");
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void failsTheJobAsASystemFailureWhereThereAreNoSources() throws Exception {
        repositories.repository("project", "README.md", "x");
        TestJob job = job("0123456789012345678901234567890123456789", "true");
        job.git().putArray("refspecs").add("+refs/heads/gone:refs/remotes/origin/gone");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SOURCES_FAILED);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(gitlab.finalBody()).contains("runner_system_failure");
        assertThat(gitlab.log()).contains("Job failed (system failure)");
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
    }

    @Test
    void bringsAnExistingCheckoutUpToDateAndCleansIt() throws Exception {
        String sha = repositories.repository("project", "README.md", "newest\n");
        Files.createDirectories(pod.project());
        GitServer.git(pod.project(), "init", "-q");
        GitServer.git(
                pod.project(),
                "config",
                "include.path",
                pod.shared().resolve("git.config").toString());
        Files.writeString(pod.project().resolve(".git/index.lock"), "");
        Files.writeString(pod.project().resolve("left-over"), "");

        AgentReport report = pod.build().run(job(sha, "cat README.md", "ls"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("newest\n").doesNotContain("\nleft-over");
        assertThat(GitServer.git(pod.project(), "config", "--get-all", "include.path"))
                .isEqualTo(pod.shared().resolve("git.config") + "\n");
        assertThat(pod.project().resolve("left-over")).doesNotExist();
    }

    @Test
    void failsAJobWhoseFilesInLfsCanNotBeHad() throws Exception {
        AgentReport report = pod.build().run(job(repositoryWithLfs(), "echo never"));

        assertThat(report.reason()).isEqualTo(EndReason.SOURCES_FAILED);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(gitlab.log())
                .contains("this repository keeps files in Git LFS, and the agent's image has no git-lfs");
    }

    @Test
    void leavesPointersInPlaceOfFilesInLfsWhereTheJobWantsThat() throws Exception {
        AgentReport report = pod.build().run(job(repositoryWithLfs(), "true").variable("GIT_LFS_SKIP_SMUDGE", "1"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    private String repositoryWithLfs() throws Exception {
        Assumptions.assumeFalse(GitServer.lfsIsHere(), "this machine has git-lfs");
        return repositories.repository(
                "project", "assets/.gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    }

    @Test
    void saysNothingOfLfsWhereNoFileIsThere() throws Exception {
        String sha = repositories.repository("project", ".gitattributes", "*.png binary\n", "README.md", "filter=lfs");

        pod.build().run(job(sha, "true"));

        assertThat(gitlab.log()).contains("Job succeeded").doesNotContain("LFS");
    }

    @Test
    void obeysEmptyAsStrategy() throws Exception {
        Files.createDirectories(pod.project());
        Files.writeString(pod.project().resolve("left-over"), "");

        AgentReport report = pod.build().run(new TestJob("ls -A").variable("GIT_STRATEGY", "empty"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(pod.project()).isEmptyDirectory();
    }

    /** Its commit. */
    private String projectWithSubmodule(String path, String url, String commit) throws Exception {
        repositories.repository("project", "main.c", "x");
        Path work = repositories.work("project");
        Files.writeString(
                work.resolve(".gitmodules"),
                "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + url + "\n");
        GitServer.git(work, "update-index", "--add", "--cacheinfo", "160000," + commit + "," + path);
        deleteBare("project");
        return commitKeepingIndex(work);
    }

    private void deleteBare(String name) throws Exception {
        try (Stream<Path> files = Files.walk(root.resolve("repositories").resolve(name + ".git"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String commitKeepingIndex(Path work) throws Exception {
        GitServer.git(work, "add", ".gitmodules");
        GitServer.git(work, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "submodule");
        GitServer.git(
                root,
                "clone",
                "-q",
                "--bare",
                work.toString(),
                root.resolve("repositories/project.git").toString());
        return GitServer.git(work, "rev-parse", "HEAD").strip();
    }
}
