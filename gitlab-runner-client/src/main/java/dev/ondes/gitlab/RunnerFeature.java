package dev.ondes.gitlab;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a runner can tell GitLab it is able to do. A job that needs more than its runner offers is failed by GitLab
 * ({@code runner_unsupported}), and one that gets less than was offered fails in the pod: the values must be the truth
 * about job-agent and the pods of this version. GitLab takes a flag that isn't sent for false, so that all are sent.
 */
public enum RunnerFeature {
    VARIABLES(true, "job variables reach the script"),
    IMAGE(true, "the build container runs the job's image"),
    SERVICES(true, "a job's services run beside it in its pod"),
    ARTIFACTS(true, "job-agent uploads and downloads archives"),
    CACHE(true, "job-agent restores and saves caches; without a bucket the log says so"),
    FALLBACK_CACHE_KEYS(true, "fallback keys are tried in their order"),
    SHARED(false, "a job has a pod of its own, never the runner's host"),
    UPLOAD_MULTIPLE_ARTIFACTS(true, "each entry of the payload is uploaded by itself"),
    UPLOAD_RAW_ARTIFACTS(true, "reports of format raw are sent as they are"),
    SESSION(false, "there is no session server for web terminals"),
    TERMINAL(false, "there is no session server for web terminals"),
    REFSPECS(true, "sources are fetched by the payload's refspecs"),
    MASKING(true, "job-agent masks values before a byte of the log leaves the pod"),
    PROXY(false, "there is no session server for ports of services"),
    RAW_VARIABLES(true, "variables marked raw are not expanded"),
    ARTIFACTS_EXCLUDE(true, "excluded paths are left out of archives"),
    MULTI_BUILD_STEPS(true, "all steps of the payload run in their order"),
    TRACE_RESET(true, "the log can be sent again from its first byte"),
    TRACE_CHECKSUM(true, "the final state carries the log's CRC-32"),
    TRACE_SIZE(true, "the final state carries the log's size"),
    VAULT_SECRETS(true, "job-agent fetches secrets; of a provider that it does not know the job fails with a sentence"),
    CANCELABLE(true, "a canceled job is stopped"),
    RETURN_EXIT_CODE(true, "the final state carries the script's exit code"),
    SERVICE_VARIABLES(true, "services get their own variables and the job's public ones"),
    SERVICE_MULTIPLE_ALIASES(true, "services are reached by all their aliases"),
    IMAGE_EXECUTOR_OPTS(true, "image:kubernetes:user is the user of the build container"),
    SERVICE_EXECUTOR_OPTS(false, "kubernetes:user of services is not obeyed yet"),
    CANCEL_GRACEFULLY(true, "after canceling, after_script and uploads still run"),
    NATIVE_STEPS_INTEGRATION(false, "the keyword run is not supported"),
    TWO_PHASE_JOB_COMMIT(false, "GitLab has removed its side"),
    JOB_INPUTS(false, "inputs are not interpolated yet");

    private final boolean offered;
    private final String why;

    RunnerFeature(boolean offered, String why) {
        this.offered = offered;
        this.why = why;
    }

    public boolean offered() {
        return offered;
    }

    /** One clause that says why the flag is what it is. */
    public String why() {
        return why;
    }

    /** What this version offers. */
    public static Set<RunnerFeature> offeredNow() {
        var offered = EnumSet.noneOf(RunnerFeature.class);
        for (RunnerFeature feature : values()) {
            if (feature.offered) {
                offered.add(feature);
            }
        }
        return offered;
    }

    /** The name that GitLab knows. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
