package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ArtifactsIT extends WithPod {
    @Test
    void uploadsWhatThePathsAndPatternsNameAndNothingThatIsExcluded() throws Exception {
        TestJob job = new TestJob(
                        "mkdir -p out/deep",
                        "echo 1 >out/a.bin; echo 2 >out/deep/b.bin; echo 3 >out/c.log; echo 4 >d.bin")
                .variable("WHERE", "out");
        var artifact = job.artifact("on_success", "$WHERE/", "*.bin");
        artifact.put("name", "result-$WHERE").putArray("exclude").add("**/*.log");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.uploads()).hasSize(1);
        assertThat(gitlab.uploads().keySet().iterator().next())
                .contains("expire_in=1", "artifact_format=zip", "artifact_type=archive");
        assertThat(Zips.unzip(gitlab.uploads().values().iterator().next()))
                .containsOnly(
                        Map.entry("d.bin", "4\n"),
                        Map.entry("out/", ""),
                        Map.entry("out/a.bin", "1\n"),
                        Map.entry("out/deep/", ""),
                        Map.entry("out/deep/b.bin", "2\n"));
        assertThat(gitlab.log()).contains("Uploading artifacts for successful job", "result-out.zip");
    }

    @Test
    void uploadsByTheScriptsResult() throws Exception {
        TestJob job = new TestJob("echo 1 >a; echo 2 >b; echo 3 >c; exit 1");
        job.artifact("on_success", "a");
        job.artifact("on_failure", "b");
        job.artifact("always", "c").put("artifact_type", "junit").put("artifact_format", "gzip");

        pod.build().run(job);

        assertThat(gitlab.uploads()).hasSize(2);
        for (Map.Entry<String, byte[]> upload : gitlab.uploads().entrySet()) {
            if (upload.getKey().contains("junit")) {
                assertThat(new GZIPInputStream(new ByteArrayInputStream(upload.getValue())).readAllBytes())
                        .asString()
                        .isEqualTo("3\n");
            } else {
                assertThat(Zips.unzip(upload.getValue())).containsOnlyKeys("b");
            }
        }
        assertThat(gitlab.log()).contains("Uploading artifacts for failed job");
    }

    @Test
    void failsNothingWhereThereAreNoFiles() throws Exception {
        TestJob job = new TestJob("true");
        job.artifact("on_success", "nowhere/");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("nowhere/: no matching files", "No files to upload");
        assertThat(gitlab.uploads()).isEmpty();
    }

    @Test
    void uploadsWhenGitLabIsBack() throws Exception {
        TestJob job = new TestJob("echo 1 >a");
        job.artifact("on_success", "a");
        gitlab.fail(FakeGitLab.Fault.BAD_GATEWAY, 4, request -> request.method().equals("POST"));

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.uploads()).hasSize(1);
    }

    @Test
    void failsAJobWhoseArtifactsGitLabDoesNotTake() throws Exception {
        TestJob job = new TestJob("echo 1 >a");
        job.artifact("on_success", "a");
        gitlab.fail(
                FakeGitLab.Fault.BAD_GATEWAY,
                Integer.MAX_VALUE,
                request -> request.method().equals("POST"));

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_UPLOAD_FAILED);
        assertThat(gitlab.finalBody()).contains("runner_system_failure");
    }

    @Test
    void failsTheJobForItsUserWhereItsArtifactsAreTooLarge() throws Exception {
        TestJob job = new TestJob("echo 1 >a");
        job.artifact("on_success", "a");
        gitlab.largestUpload(100);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_TOO_LARGE);
        assertThat(gitlab.finalBody()).contains("script_failure");
        assertThat(gitlab.log()).contains("bytes are more than GitLab takes", "\"Maximum artifacts size\"");
        assertThat(gitlab.uploads()).isEmpty();
    }

    @Test
    void failsTheJobForItsUserWhereGitLabDoesNotTakeAReport() throws Exception {
        TestJob job = new TestJob("echo 'no variable' >a.env; echo 1 >b");
        job.artifact("always", "a.env").put("artifact_type", "dotenv").put("artifact_format", "gzip");
        job.artifact("on_success", "b");
        gitlab.refuseUploads("dotenv");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_REFUSED);
        assertThat(gitlab.finalBody()).contains("script_failure");
        assertThat(gitlab.log())
                .contains("GitLab doesn't take these artifacts (dotenv) as they are: ", "Invalid Format");
        assertThat(gitlab.uploads()).hasSize(1);
    }

    @Test
    void failsTheJobForItsUserWhereAReportOfOneFileIsSeveral() throws Exception {
        TestJob job = new TestJob("echo 1 >a.json; echo 2 >b.json");
        job.artifact("always", "*.json").put("artifact_type", "sast").put("artifact_format", "raw");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_REFUSED);
        assertThat(gitlab.finalBody()).contains("script_failure");
        assertThat(gitlab.log())
                .contains("Artifacts (sast) can't be uploaded: a report of this format must be one file, not 2");
    }

    @Test
    void bringsArtifactsOfEarlierJobs() throws Exception {
        gitlab.archive(4700, Zips.zip("lib/earlier.txt", "from an earlier job\n"));

        AgentReport report = pod.build().run(new TestJob("cat lib/earlier.txt").dependency(4700, "token-of-4700"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("Downloading artifacts for earlier (4700)", "from an earlier job\n")
                .doesNotContain("token-of-4700");
    }

    @Test
    void bringsThemWhenGitLabIsBack() throws Exception {
        gitlab.archive(4700, Zips.zip("earlier.txt", "from an earlier job\n"));
        gitlab.fail(FakeGitLab.Fault.BAD_GATEWAY, 4, request -> request.method().equals("GET"));

        AgentReport report = pod.build().run(new TestJob("cat earlier.txt").dependency(4700, "token-of-4700"));

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void leavesTheJobToAnotherAttemptWhereTheyCanNotBeHadForLong() throws Exception {
        gitlab.archive(4700, Zips.zip("earlier.txt", "from an earlier job\n"));
        gitlab.fail(
                FakeGitLab.Fault.BAD_GATEWAY,
                Integer.MAX_VALUE,
                request -> request.method().equals("GET"));

        AgentReport report = pod.build().run(new TestJob("true").dependency(4700, "token-of-4700"));

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_DOWNLOAD_FAILED);
        assertThat(report.reported()).isFalse();
        assertThat(report.leftOpen()).isTrue();
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void failsWithoutRunningTheScriptWhereTheyAreGone() throws Exception {
        AgentReport report = pod.build().run(new TestJob("echo never").dependency(4701, "token-of-4701"));

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_DOWNLOAD_FAILED);
        assertThat(report.reported()).isTrue();
        assertThat(report.leftOpen()).isFalse();
        assertThat(report.detail()).contains("earlier (4701)").doesNotContain("token-of-4701");
        assertThat(report.scriptStarted()).isFalse();
    }

    @Test
    void failsNothingWhereThereIsNoRepositoryThatFilesCouldBeUnknownTo() throws Exception {
        TestJob job = new TestJob("echo 1 >a");
        job.artifact("on_success", "a").put("untracked", true);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(Zips.unzip(gitlab.uploads().values().iterator().next())).containsOnlyKeys("a");
        assertThat(gitlab.log()).contains("WARNING: untracked: without a repository in ");
    }

    /** Some of them would look like all. */
    @Test
    void failsWhereGitEndsBeforeItHasNamedAllFiles() throws Exception {
        TestJob job = new TestJob("mkdir .git; echo 1 >a");
        job.artifact("on_success", "a").put("untracked", true);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.ARTIFACTS_UPLOAD_FAILED);
        assertThat(gitlab.uploads()).isEmpty();
        assertThat(gitlab.log()).contains("untracked: git could not tell which files it doesn't know (exit code 128)");
    }

    @Test
    void leavesOutWhatNoArchiveCanName() throws Exception {
        TestJob job = new TestJob("echo 1 >\"$(printf 'caf\\351')\"; echo 2 >b");
        job.artifact("on_success", "*", "a\0b");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(Zips.unzip(gitlab.uploads().values().iterator().next())).containsOnlyKeys("b");
        assertThat(gitlab.log())
                .contains("caf\uFFFD has a name that is not UTF-8, and is left out", "no file can have such a name");
    }

    @Test
    void uploadsWhatGitDoesNotKnow() throws Exception {
        TestJob job = new TestJob(
                "git init -q",
                "echo 1 >new.txt; echo 2 >'with space'; echo 3 >'quo\"te'; echo 4 >\"$(printf 'two\\nlines')\"");
        job.artifact("on_success").put("untracked", true);

        pod.build().run(job);

        assertThat(Zips.unzip(gitlab.uploads().values().iterator().next()))
                .containsOnlyKeys("new.txt", "with space", "quo\"te", "two\nlines");
    }
}
