package dev.ondes.contracts.build;

import static dev.ondes.contracts.build.BuildOutcome.FAILED;
import static dev.ondes.contracts.build.BuildOutcome.INVALID;
import static dev.ondes.contracts.build.BuildOutcome.SYSTEM_FAILED;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * Why a build ended as it did. The same constant stands in events, metric tags, logs and answers; its sentence is what the
 * user reads. Retryable means that the same request may succeed without anybody having changed anything.
 */
public enum BuildReason {
    BUILT(BuildOutcome.SUCCEEDED, "The image was built, pushed and verified"),

    SPEC_INVALID(INVALID, "The request is not valid"),
    UNAUTHENTICATED(BuildOutcome.NOT_ALLOWED, "The token was not accepted"),
    NOT_ALLOWED(BuildOutcome.NOT_ALLOWED, "The policy does not allow it"),

    CONTEXT_MISSING(INVALID, "The context was never uploaded, or is no longer there"),
    CONTEXT_INVALID(INVALID, "The context is not a clean archive"),
    CONTEXT_TOO_LARGE(INVALID, "The context is larger than a project may use"),
    CONTEXT_UNAVAILABLE(SYSTEM_FAILED, "The context could not be fetched from its store"),
    GIT_REFUSED(FAILED, "The git repository or its ref does not exist, or may not be read"),
    GIT_UNAVAILABLE(SYSTEM_FAILED, "The git server could not be reached"),
    DOCKERFILE_MISSING(FAILED, "There is no Dockerfile at the given path of the context"),
    DOCKERFILE_INVALID(FAILED, "The Dockerfile can't be read"),
    TARGET_UNKNOWN(FAILED, "The Dockerfile has no stage of the given target's name"),
    FILE_MISSING(FAILED, "A file that the Dockerfile copies is not in the context"),
    RUN_FAILED(FAILED, "A command of the Dockerfile failed"),

    BASE_IMAGE_NOT_FOUND(FAILED, "A base image does not exist, or not for this platform"),
    PULL_UNAUTHORIZED(FAILED, "A base image may not be pulled with the credentials of this build"),
    BASE_IMAGE_UNAVAILABLE(SYSTEM_FAILED, "A base image could not be pulled"),
    RATE_LIMITED(SYSTEM_FAILED, "A registry refused because it was asked too often"),
    PUSH_UNAUTHORIZED(FAILED, "The registry refused the push with the credentials of this build"),
    TAG_IMMUTABLE(FAILED, "The tag exists already, and the registry does not let it be changed"),
    PUSH_FAILED(SYSTEM_FAILED, "The image was built but could not be pushed"),
    DIGEST_MISSING(SYSTEM_FAILED, "The builder ended well but did not say what it had pushed"),
    DIGEST_NOT_VERIFIED(SYSTEM_FAILED, "The registry does not hold what the builder said it had pushed"),
    REGISTRY_UNAVAILABLE(SYSTEM_FAILED, "The registry could not be asked for what was pushed"),

    SBOM_FAILED(
            SYSTEM_FAILED, "The image was pushed, but the list of what is in it, which the policy wants, was not made"),

    OUT_OF_MEMORY(FAILED, "The build needed more memory than it may use"),
    OUT_OF_DISK(FAILED, "The build wrote more to disk than it may use"),
    TIMED_OUT(BuildOutcome.TIMED_OUT, "The build took longer than its timeout"),
    QUEUE_EXPIRED(SYSTEM_FAILED, "The build waited too long for its turn"),
    CANCELED(BuildOutcome.CANCELED, "The build was canceled"),

    NODE_LOST(SYSTEM_FAILED, "The nodes that ran the build vanished, each time it was tried"),
    POD_REFUSED(SYSTEM_FAILED, "The cluster refused the build's pod"),
    UNSCHEDULABLE(SYSTEM_FAILED, "No node had room for the build in time"),
    BUILDER_IMAGE_UNAVAILABLE(SYSTEM_FAILED, "The builder's own image could not be pulled"),
    BUILDER_FAILED(SYSTEM_FAILED, "The builder ended without a reason that Ondes knows"),
    JOB_DELETED(BuildOutcome.CANCELED, "The build's Job was deleted by somebody else"),
    UNKNOWN(SYSTEM_FAILED, "The build ended for a reason that Ondes could not find");

    private final BuildOutcome outcome;
    private final String sentence;

    BuildReason(BuildOutcome outcome, String sentence) {
        this.outcome = outcome;
        this.sentence = sentence;
    }

    public BuildOutcome outcome() {
        return outcome;
    }

    /** What the user reads: one sentence without a full stop. */
    public String sentence() {
        return sentence;
    }

    public boolean retryable() {
        return outcome == SYSTEM_FAILED;
    }

    /** The name in events, answers and metric tags, such as {@code node-lost}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #wire()}; {@link #UNKNOWN} for a reason that only newer versions know. */
    @JsonCreator
    public static BuildReason ofWire(String wire) {
        return Arrays.stream(values())
                .filter(reason -> reason.wire().equals(wire))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
