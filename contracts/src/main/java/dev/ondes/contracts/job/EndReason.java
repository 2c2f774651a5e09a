package dev.ondes.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * Why a job, or one attempt of it, ended. The same constant stands in events, metric tags, logs and the job log; its
 * sentence is what the user reads.
 *
 * <p>{@link #gitlabReason()} is the {@code failure_reason} sent to GitLab. GitLab lists in
 * {@code features.failure_reasons} those that it knows; {@link #fallbackReason()} is sent where ours isn't among them:
 * {@link #gitlabReason(Collection)} chooses.
 */
public enum EndReason {
    SCRIPT_SUCCEEDED(Outcome.SUCCEEDED, "", "", "The script succeeded"),
    SCRIPT_FAILED(Outcome.SCRIPT_FAILED, "script_failure", "", "The script failed"),
    OUT_OF_MEMORY(
            Outcome.SCRIPT_FAILED,
            "script_failure",
            "",
            "The script was killed because it needed more memory than the job may use"),
    OUT_OF_DISK(
            Outcome.SCRIPT_FAILED,
            "script_failure",
            "",
            "The pod was evicted because the job wrote more to disk than it may use"),
    JOB_TIMEOUT(Outcome.TIMED_OUT, "job_execution_timeout", "", "The job took longer than its timeout"),
    CANCELED(Outcome.CANCELED, "unknown_failure", "", "The job was canceled"),
    JOB_GONE(Outcome.CANCELED, "unknown_failure", "", "GitLab no longer runs this job"),
    IMAGE_NOT_FOUND(
            Outcome.SCRIPT_FAILED,
            "runner_configuration_error",
            "script_failure",
            "The job's image does not exist, or may not be pulled"),
    IMAGE_INVALID(
            Outcome.SCRIPT_FAILED, "runner_configuration_error", "script_failure", "The job's image can't be started"),
    SERVICE_FAILED(
            Outcome.SCRIPT_FAILED,
            "runner_configuration_error",
            "script_failure",
            "A service of the job ends as soon as it has begun"),
    SETTINGS_INVALID(
            Outcome.SCRIPT_FAILED,
            "runner_configuration_error",
            "script_failure",
            "The job asks for something that its class doesn't allow"),
    SECRETS_REFUSED(
            Outcome.SCRIPT_FAILED,
            "runner_configuration_error",
            "script_failure",
            "A secret of the job is refused to it, or isn't there"),
    PAYLOAD_TOO_LARGE(
            Outcome.SCRIPT_FAILED,
            "runner_configuration_error",
            "script_failure",
            "The job's variables and scripts are larger than Ondes can carry"),
    IMAGE_PULL_FAILED(
            Outcome.SYSTEM_FAILED,
            "runner_external_dependency_failure",
            "runner_system_failure",
            "The job's image could not be pulled"),
    SECRETS_FAILED(
            Outcome.SYSTEM_FAILED,
            "runner_external_dependency_failure",
            "runner_system_failure",
            "A secret of the job could not be fetched from its server"),
    SOURCES_FAILED(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The sources could not be fetched from GitLab"),
    ARTIFACTS_DOWNLOAD_FAILED(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "Artifacts of an earlier job could not be downloaded"),
    ARTIFACTS_UPLOAD_FAILED(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's artifacts could not be uploaded"),
    ARTIFACTS_TOO_LARGE(
            Outcome.SCRIPT_FAILED,
            "script_failure",
            "",
            "The job's artifacts are larger than GitLab takes of this project"),
    ARTIFACTS_REFUSED(
            Outcome.SCRIPT_FAILED, "script_failure", "", "The job's artifacts or reports are not as GitLab takes them"),
    NODE_LOST(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The node that ran the job vanished"),
    SPOT_INTERRUPTED(
            Outcome.SYSTEM_FAILED,
            "runner_system_failure",
            "",
            "The spot node that ran the job was reclaimed by the cloud"),
    NODE_SCALED_DOWN(
            Outcome.SYSTEM_FAILED,
            "runner_system_failure",
            "",
            "The node that ran the job was removed by the autoscaler"),
    NODE_MAINTENANCE(
            Outcome.SYSTEM_FAILED,
            "runner_system_failure",
            "",
            "The node that ran the job was taken down for maintenance"),
    NODE_DRAINED_BY_OPERATOR(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The node that ran the job was drained by an operator"),
    POD_EVICTED(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's pod was evicted from its node"),
    POD_PREEMPTED(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's pod gave way to one of higher priority"),
    POD_DELETED(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's pod was deleted by somebody else"),
    POD_REFUSED(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The cluster refused the job's pod"),
    UNSCHEDULABLE(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "No node had room for the job in time"),
    BUILD_CONTAINER_LOST(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The build container ended without a result"),
    AGENT_LOST(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The agent in the job's pod ended without a result"),
    PAYLOAD_UNREADABLE(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's payload can't be read by this installation"),
    CLASS_UNKNOWN(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job's class is not known to this installation"),
    HAND_OVER_FAILED(
            Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job could not be handed over inside Ondes"),
    BROKER_LIMIT_TOO_LOW(
            Outcome.SYSTEM_FAILED,
            "runner_system_failure",
            "",
            "The message broker of this installation takes no message of the job's size"),
    UNKNOWN(Outcome.SYSTEM_FAILED, "runner_system_failure", "", "The job ended for a reason that Ondes could not find");

    private final Outcome outcome;
    private final String gitlabReason;
    private final String fallbackReason;
    private final String sentence;

    EndReason(Outcome outcome, String gitlabReason, String fallbackReason, String sentence) {
        this.outcome = outcome;
        this.gitlabReason = gitlabReason;
        this.fallbackReason = fallbackReason;
        this.sentence = sentence;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** GitLab's {@code failure_reason}; empty for success. The words are those of GitLab's {@code Enums::Ci::CommitStatus}. */
    public String gitlabReason() {
        return gitlabReason;
    }

    /** What to send where GitLab doesn't list {@link #gitlabReason()}; empty where every GitLab knows it. */
    public String fallbackReason() {
        return fallbackReason;
    }

    /**
     * The {@code failure_reason} to send to this GitLab.
     *
     * @param known the job's {@code features.failure_reasons}; empty from a GitLab too old to list them
     */
    public String gitlabReason(Collection<String> known) {
        return fallbackReason.isEmpty() || known.contains(gitlabReason) ? gitlabReason : fallbackReason;
    }

    /**
     * Whether the pod was lost, with its node or alone, through no doing of its script: nobody was left there who could say how far that came. Not
     * where the pod's deadline, or its memory's or disk's limit ended it; nor where a container ended without anybody's asking, since then the
     * script itself may have killed it.
     */
    public boolean isLoss() {
        return switch (this) {
            case NODE_LOST,
                    SPOT_INTERRUPTED,
                    NODE_SCALED_DOWN,
                    NODE_MAINTENANCE,
                    NODE_DRAINED_BY_OPERATOR,
                    POD_EVICTED,
                    POD_PREEMPTED,
                    POD_DELETED -> true;
            default -> false;
        };
    }

    /** What the user reads: one sentence without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** The name in events and metric tags, such as {@code node-lost}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #wire()}; {@link #UNKNOWN} for a reason that only newer versions know, which their outcome explains. */
    @JsonCreator
    public static EndReason ofWire(String wire) {
        return Arrays.stream(values())
                .filter(reason -> reason.wire().equals(wire))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
