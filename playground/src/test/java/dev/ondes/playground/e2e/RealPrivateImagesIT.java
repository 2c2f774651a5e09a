package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.platform.CiJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs whose images lie in GitLab's registry, which wants a login: real kubelets pull them with what the job brings. */
@Tag("real")
class RealPrivateImagesIT extends Scenario {
    /** Images of a project that the token of no other one opens. */
    private static final String OTHERS = "tests/others";

    private static final String OWN = "tests/own";

    private String registry = "";
    private String login = "";

    RealPrivateImagesIT() {
        super(ClusterKind.REAL);
    }

    @BeforeAll
    void pushImages() throws IOException, InterruptedException {
        String token = Files.readString(world().folder().resolve("settings/admin-token"));
        login = Base64.getEncoder().encodeToString(("root:" + token.strip()).getBytes(StandardCharsets.UTF_8));
        registry = world().gitlab().base().getAuthority();
        world().cluster().trustRegistry(registry);
        var image = new PrivateImage(world().gitlab().base(), "Basic " + login);
        for (String repository : List.of(OTHERS, OWN)) {
            image.push(repository, Files.createTempDirectory(world().folder(), "image-"));
        }
    }

    /** What GitLab sends as the job's {@code credentials} opens the images of its own project. */
    @Test
    void areThereForTheJobsAndServicesOfTheirProject() {
        // When
        World.Run run = world().push(world().gitlab().createProject(OWN), OWN, """
                job:
                  tags: [linux]
                  image: %1$s/%2$s:1
                  services: [{name: "%1$s/%2$s:1", entrypoint: [sh, -c], command: ["trap exit TERM; sleep 300 & wait"]}]
                  variables: {GIT_STRATEGY: none}
                  script: [cat /made]
                """.formatted(registry, OWN));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        assertThat(job.status()).as(world().log(run, job)).isEqualTo("success");
        assertThat(world().lines(run, job)).contains("a private image");
        world().awaitNothingLeft();
    }

    @Test
    void areThereForAJobWhoseVariableHoldsALoginThatMayHaveThem() {
        // When
        World.Run run = world().pushWithVariable(
                        "DOCKER_AUTH_CONFIG",
                        "{\"auths\":{\"http://%s\":{\"auth\":\"%s\"}}}".formatted(registry, login),
                        job("job", ""));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("success");
        assertThat(log).contains("a private image").doesNotContain(login);
        world().awaitNothingLeft();
    }

    @Test
    void endAJobThatMayNotHaveThemWithWhatToDo() {
        // When
        World.Run run = world().push(job("refused", "") + job("malformed", "DOCKER_AUTH_CONFIG: hunter2, "));

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        assertThat(jobs).extracting(CiJob::status).containsOnly("failed");
        assertThat(world().events().all(JobFinished.class).filter(end -> isOf(end, jobs)))
                .extracting(JobFinished::reason)
                .containsOnly(EndReason.IMAGE_NOT_FOUND);
        assertThat(world().log(run, world().job(run, "refused")))
                .contains("The job's image does not exist, or may not be pulled: ")
                .contains("403 Forbidden")
                .contains("the login for " + registry + " came from GitLab, for this job");
        assertThat(world().log(run, world().job(run, "malformed")))
                .contains("the job's variable DOCKER_AUTH_CONFIG is no JSON object; write it as {\"auths\": ")
                .doesNotContain("hunter2");
        world().awaitNothingLeft();
    }

    /** {@code pull_policy} in order: the registry of this name can't be reached from here, and nodes have the image. */
    @Test
    void areNotNeededWhereTheNodeHasTheImageAndTheJobMayTakeThat() {
        // When
        World.Run run = world().push("""
                job:
                  tags: [linux]
                  image: {name: "%s", pull_policy: [always, if-not-present]}
                  variables: {GIT_STRATEGY: none}
                  script: [echo the script ran]
                """.formatted(Images.SAMPLE_BUILD));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        assertThat(job.status()).as(world().log(run, job)).isEqualTo("success");
        assertThat(world().log(run, job))
                .contains("attempt 2 of 3 follows with the next pull_policy", "the script ran");
        world().awaitNothingLeft();
    }

    private static boolean isOf(JobFinished end, List<CiJob> jobs) {
        return jobs.stream().anyMatch(job -> job.id() == end.jobId());
    }

    /** A node may have the image already, and this job is not to profit from that. */
    private String job(String name, String variables) {
        return """
                %s:
                  tags: [linux]
                  image: {name: "%s/%s:1", pull_policy: always}
                  variables: {%sGIT_STRATEGY: none}
                  script: [cat /made]
                """.formatted(name, registry, OTHERS, variables);
    }
}
