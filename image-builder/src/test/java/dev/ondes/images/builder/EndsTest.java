package dev.ondes.images.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.builder.Builder.Ended;
import dev.ondes.images.builder.BuilderEnd.Failed;
import dev.ondes.images.builder.BuilderEnd.Pushed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndsTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private final Kaniko kaniko = new Kaniko("kaniko", Kaniko.Line.V1_28, List.of());

    @Test
    void aDigestCountsFromABuilderThatEndedWell() {
        assertThat(kaniko.parse(new Ended(0, DIGEST + "\n", ""))).isEqualTo(new Pushed(DIGEST));
    }

    @Test
    void aDigestDoesNotCountFromOneThatFailed() {
        assertThat(kaniko.parse(new Ended(1, DIGEST, "error pushing image: failed to push to destination x: EOF")))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(BuildReason.PUSH_FAILED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "sha256:0a", "registry.example/app@sha256:0a", "sha256:0a sha256:0b", "done"})
    void whatIsNoDigestIsNone(String message) {
        assertThat(kaniko.parse(new Ended(0, message, ""))).isEqualTo(new Failed(BuildReason.DIGEST_MISSING, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error resolving dockerfile path: please provide a valid path to a Dockerfile within the build context"
                        + " with --dockerfile | DOCKERFILE_MISSING",
                "ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory |"
                        + " DOCKERFILE_MISSING",
                "Error: stat /ondes/context/Dockerfile: no such file or directory | DOCKERFILE_MISSING",
                "Error: error building image: parsing dockerfile: dockerfile parse error on line 3: unknown"
                        + " instruction: RUNN | DOCKERFILE_INVALID",
                "ERROR: failed to solve: dockerfile parse error on line 1: unknown instruction: FORM |"
                        + " DOCKERFILE_INVALID",
                "Error: error building image: error building stage: file with no instructions | DOCKERFILE_INVALID",
                "Error: finding target stage: foo is not a valid target build stage | TARGET_UNKNOWN",
                "ERROR: failed to solve: target stage \"foo\" could not be found | TARGET_UNKNOWN",
                "error building image: MANIFEST_UNKNOWN: manifest unknown; unknown tag=9 | BASE_IMAGE_NOT_FOUND",
                "Error: creating build container: initializing source docker://x/y:9: reading manifest 9 in x/y:"
                        + " manifest unknown | BASE_IMAGE_NOT_FOUND",
                "ERROR: failed to solve: nope:9: failed to resolve source metadata for docker.io/library/nope:9:"
                        + " docker.io/library/nope:9: not found | BASE_IMAGE_NOT_FOUND",
                "error building image: no match for platform in manifest | BASE_IMAGE_NOT_FOUND",
                "Error: error building image: GET https://r.example/v2/x/manifests/1: UNAUTHORIZED: authentication"
                        + " required | PULL_UNAUTHORIZED",
                "failed to solve: failed to resolve source metadata for r.example/x:1: pull access denied, repository"
                        + " does not exist | PULL_UNAUTHORIZED",
                "Error: creating build container: initializing source docker://r.example/x: Requesting bearer token:"
                        + " invalid username/password: unauthorized | PULL_UNAUTHORIZED",
                "error building image: failed to get filesystem from image: read tcp 10.0.0.1: connection reset by"
                        + " peer | BASE_IMAGE_UNAVAILABLE",
                "error building image: GET https://index.docker.io/v2/: TOOMANYREQUESTS: You have reached your pull"
                        + " rate limit | RATE_LIMITED",
                "error checking push permissions -- make sure you entered the correct tag name: POST x: UNAUTHORIZED |"
                        + " PUSH_UNAUTHORIZED",
                "error checking push permissions: POST https://r.example/v2/x/blobs/uploads/: DENIED: requested access"
                        + " to the resource is denied | PUSH_UNAUTHORIZED",
                "error checking push permissions: dial tcp 10.0.0.9:443: i/o timeout | PUSH_FAILED",
                "error pushing image: failed to push to destination r.example/x:1: PUT x: unexpected status code 503 |"
                        + " PUSH_FAILED",
                "error pushing image: failed to push to destination x: TAG_INVALID: The image tag '1' already exists"
                        + " and cannot be overwritten because the repository is immutable | TAG_IMMUTABLE",
                "error building image: error building stage: failed to execute command: waiting for process to exit:"
                        + " exit status 1 | RUN_FAILED",
                "ERROR: failed to solve: process \"/bin/sh -c false\" did not complete successfully: exit code: 1 |"
                        + " RUN_FAILED",
                "Error: building at STEP \"RUN false\": while running runtime: exit status 1 | RUN_FAILED",
                "Error: building at STEP \"RUN echo no && exit 3\": exit status 3 | RUN_FAILED",
                "error building image: error building stage: copy failed: lstat /ondes/context/x: no such file or"
                        + " directory | FILE_MISSING",
                "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x: \"/x\":"
                        + " not found | FILE_MISSING",
                "Error: building at STEP \"COPY x /x\": checking on sources under \"/ondes/context\": copier: stat:"
                        + " \"/x\": no such file or directory | FILE_MISSING",
                "Error: The target \"nosuch\" was not found in the provided Dockerfile | TARGET_UNKNOWN",
                "write /var/lib/x: no space left on device | OUT_OF_DISK",
                "something that nobody knows | BUILDER_FAILED",
            })
    void aBuildersWordsAreUnderstood(String line, BuildReason reason) {
        var end = kaniko.parse(new Ended(1, "", "INFO[0000] Retrieving image manifest debian:12\n" + line + "\n"));

        assertThat(end)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(reason));
        assertThat(((Failed) end).detail()).isEqualTo(line);
    }

    @Test
    void whatACommandPrintedEarlierDoesNotSpeakForTheBuilder() {
        var end = kaniko.parse(new Ended(1, "", """
            curl: error pushing image: 401 unauthorized
            error building image: error building stage: failed to execute command: waiting for process to exit: exit status 22
            """));

        assertThat(((Failed) end).reason()).isEqualTo(BuildReason.RUN_FAILED);
    }

    @ParameterizedTest
    @CsvSource({"42, RUN_FAILED", "127, RUN_FAILED", "255, RUN_FAILED", "1, BUILDER_FAILED", "137, OUT_OF_MEMORY"})
    void withoutWordsKanikosExitCodeIsThatOfTheCommand(int code, BuildReason reason) {
        assertThat(((Failed) kaniko.parse(new Ended(code, "", "step 3 says nothing"))).reason())
                .isEqualTo(reason);
    }

    @Test
    void anInstructionThatBuildahDoesNotKnowIsShownAsItStandsInTheDockerfile() {
        var end = (Failed)
                kaniko.parse(
                        new Ended(
                                1,
                                "",
                                "Error: Build error: Unknown instruction: \"RUNN\" &imagebuilder.Step{Env:[]string{\"A=b}\"},"
                                        + " Command:\"runn\", Args:[]string{\"true\"}, Original:\"RUNN echo \\\"hi\\\"\", Attrs:map[string]bool{}}"));

        assertThat(end.reason()).isEqualTo(BuildReason.DOCKERFILE_INVALID);
        assertThat(end.detail())
                .isEqualTo("Error: Build error: Unknown instruction: \"RUNN\" in 'RUNN echo \\\"hi\\\"'");
    }

    /** A pattern that recurses for each character has no stack for this. */
    @Test
    void aLineOfAnyLengthIsUnderstoodByItsBeginningAndItsEnd() {
        String step = "&imagebuilder.Step{Original:\"" + "a".repeat(100_000);
        var end = (Failed)
                kaniko.parse(new Ended(1, "", "Error: building at STEP \"RUN false " + step + "\": exit status 3"));

        assertThat(end.reason()).isEqualTo(BuildReason.RUN_FAILED);
        assertThat(end.detail()).hasSizeLessThanOrEqualTo(300).startsWith("Error: building at STEP \"RUN false ");
    }

    @Test
    void aLongLineIsShortenedAndItsColoursGo() {
        var end = (Failed)
                kaniko.parse(new Ended(1, "", "\u001b[31mno space left on device\u001b[0m " + "x".repeat(500)));

        assertThat(end.detail()).hasSize(300).startsWith("no space left").endsWith("…");
    }
}
