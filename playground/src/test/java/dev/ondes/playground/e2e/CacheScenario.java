package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.images.ObjectStore;
import dev.ondes.playground.platform.CiJob;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caches of jobs, from {@code .gitlab-ci.yml} to the store and back. */
abstract class CacheScenario extends Scenario {
    CacheScenario(ClusterKind kind) {
        super(kind);
    }

    private ObjectStore store() {
        return world().platform().caches().orElseThrow();
    }

    private List<String> linesOf(World.Run run) {
        CiJob job = world().awaitEnd(run).getFirst();
        List<String> lines = world().lines(run, job);
        assertThat(job.status()).as("%s", lines).isEqualTo("success");
        assertThat(lines).noneMatch(line -> line.contains("X-Amz"));
        return lines;
    }

    @Test
    void aPipelineFindsWhatTheOneBeforeLeftAndAnotherProjectDoesNot() {
        // Given
        String pipeline = """
                job:
                  tags: [linux]
                  cache:
                    key: jars-$CI_COMMIT_REF_SLUG
                    paths: [jars/]
                    fallback_keys: [other]
                  script:
                    - cat jars/list || echo no jars
                    - mkdir -p jars; echo "of pipeline $CI_PIPELINE_ID" >>jars/list
                """;
        String path = "tests/caches";
        long project = world().gitlab().createProject(path);

        // When
        World.Run first = world().push(project, path, pipeline);
        List<String> lines = linesOf(first);
        World.Run second = world().push(project, path, pipeline + "\nvariables: {AGAIN: yes}\n");
        List<String> linesOfSecond = linesOf(second);
        List<String> linesOfAnother = linesOf(world().push(pipeline));

        // Then
        assertThat(lines)
                .containsSubsequence(
                        "Restoring cache",
                        "Checking cache for jars-main-protected...",
                        "There is no cache for jars-main-protected yet",
                        "Checking cache for other-protected...",
                        "no jars",
                        "Saving cache for successful job",
                        "Created cache");
        assertThat(linesOfSecond)
                .containsSubsequence(
                        "Successfully extracted cache", "of pipeline " + first.pipeline(), "Created cache");
        assertThat(linesOfAnother).contains("no jars").noneMatch(line -> line.matches("of pipeline \\d+"));
        world().awaitNothingLeft();
    }

    @Test
    void aStoreThatIsAwayCostsNoJob() {
        store().kill();
        try {
            assertThat(linesOf(world().push("""
                            job:
                              tags: [linux]
                              cache: {paths: [jars/]}
                              script: [mkdir jars, echo one >jars/a]
                            """)))
                    .anyMatch(line -> line.startsWith("WARNING: Failed to restore the cache default-protected: "))
                    .anyMatch(line -> line.startsWith("WARNING: Failed to save the cache default-protected: "))
                    .contains("Job succeeded");
        } finally {
            store().restart();
        }
    }

    @Test
    void aStoreThatGoesAwayInTheMiddleOfAnUploadCostsNoJob() {
        // Given
        World.Run run = world().push("""
                job:
                  tags: [linux]
                  cache: {key: large, paths: [large], policy: push}
                  script:
                    - head -c 9000000 /dev/urandom >large
                    - echo "it is there"
                    - sleep 4
                """);
        world().awaitLog(run, "job", "it is there");
        store().freeze();
        world().awaitLog(run, "job", "Packed cache large-protected");

        // When
        store().kill();

        // Then
        try {
            assertThat(linesOf(run))
                    .anyMatch(line -> line.startsWith("WARNING: Failed to save the cache large-protected: "))
                    .contains("Job succeeded");
        } finally {
            store().restart();
        }
    }
}
