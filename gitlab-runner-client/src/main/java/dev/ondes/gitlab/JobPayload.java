package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as GitLab describes it. Read leniently: what is unknown is ignored, what is missing or null has a default, so
 * that lists are never null. Values are as GitLab sent them, not expanded.
 *
 * @param token the job token
 * @param allowGitFetch whether the project's git strategy is fetch, else clone
 * @param variables in GitLab's order; of two with one key the later one counts
 * @param steps what to run, {@code script} first; never empty
 * @param image null where the job names none
 * @param artifacts the archive first, then one entry per report
 * @param dependencies jobs whose artifacts are to be fetched; only those that have some
 * @param secrets variables whose values a secrets provider holds
 * @param nativeSteps whether the job uses the keyword {@code run}, which this version can't
 */
public record JobPayload(
        long id,
        Secret token,
        boolean allowGitFetch,
        JobInfo jobInfo,
        GitInfo gitInfo,
        RunnerLimits runnerInfo,
        List<Variable> variables,
        List<Step> steps,
        List<Hook> hooks,
        @Nullable Image image,
        List<Image> services,
        List<Artifact> artifacts,
        List<Cache> cache,
        List<RegistryCredential> credentials,
        List<Dependency> dependencies,
        Features features,
        List<JobSecret> secrets,
        boolean nativeSteps) {

    /**
     * Reads a payload.
     *
     * @throws MalformedPayloadException when id, token or steps are missing, or something is not of its type
     */
    public static JobPayload parse(JsonNode json) {
        return PayloadReader.read(json);
    }

    /** What calls for this job need. */
    public JobCredentials jobCredentials() {
        return new JobCredentials(id, token);
    }

    /** Never prints more than what the job is. */
    @Override
    public String toString() {
        return "JobPayload[id=" + id + ", " + jobInfo + ", ***]";
    }

    /** Where the job belongs; texts are empty and numbers 0 where GitLab told none. */
    public record JobInfo(
            String name,
            String stage,
            long pipelineId,
            long projectId,
            String projectName,
            String projectFullPath,
            long namespaceId,
            long userId,
            Duration timeInQueue) {}

    /**
     * What to check out.
     *
     * @param repoUrl with credentials in it
     * @param objectFormat name of the repository's hash: one of git's two
     * @param refType {@code branch} or {@code tag}
     * @param depth number of commits; 0 for all
     */
    public record GitInfo(
            Secret repoUrl,
            String objectFormat,
            String ref,
            String sha,
            String beforeSha,
            String refType,
            List<String> refspecs,
            int depth) {}

    /**
     * What the job may take.
     *
     * @param timeout how long it may run; GitLab's own default of two hours where it told none
     */
    public record RunnerLimits(Duration timeout) {}

    /**
     * A variable.
     *
     * @param isPublic may be seen in the pod's definition
     * @param file is to be written to a file, whose path is the variable's value
     * @param masked must not be seen in the log
     * @param raw must not be expanded
     */
    public record Variable(String key, Secret value, boolean isPublic, boolean file, boolean masked, boolean raw) {}

    /**
     * A step.
     *
     * @param name {@code script}, {@code after_script}, {@code release}, …
     * @param timeout as GitLab sent it; may be zero
     */
    public record Step(String name, List<String> script, Duration timeout, When when, boolean allowFailure) {}

    /**
     * Commands around the checkout.
     *
     * @param name {@code pre_get_sources_script} or {@code post_get_sources_script}
     */
    public record Hook(String name, List<String> script) {}

    /**
     * The job's image, or a service's.
     *
     * @param aliases names under which a service is reached
     * @param pullPolicies in the order to be tried
     * @param kubernetesUser {@code uid[:gid]} of {@code image:kubernetes:user}, or null
     * @param unknownOptions options for executors that no version of gitlab-runner knows, such as {@code kubernetes.usr}
     */
    public record Image(
            String name,
            List<String> aliases,
            List<String> entrypoint,
            List<String> command,
            List<Variable> variables,
            List<String> pullPolicies,
            @Nullable String kubernetesUser,
            List<String> unknownOptions) {}

    /**
     * Files to upload.
     *
     * @param name without {@code .zip}; null where the job sets none
     * @param type {@code archive}, {@code junit}, …
     * @param format {@code zip}, {@code gzip} or {@code raw}
     */
    public record Artifact(
            @Nullable String name,
            boolean untracked,
            List<String> paths,
            List<String> exclude,
            When when,
            @Nullable String expireIn,
            String type,
            String format) {}

    /**
     * Files to keep from job to job.
     *
     * @param policy {@code pull-push}, {@code pull}, {@code push}, or a variable that holds one
     */
    public record Cache(
            String key, boolean untracked, String policy, List<String> paths, When when, List<String> fallbackKeys) {}

    /**
     * A login for a registry.
     *
     * @param type {@code registry}
     */
    public record RegistryCredential(String type, String url, String username, Secret password) {}

    /**
     * An earlier job whose artifacts are to be fetched.
     *
     * @param token the token that downloads them
     */
    public record Dependency(long id, String name, Secret token, String fileName, long size) {
        public JobCredentials jobCredentials() {
            return new JobCredentials(id, token);
        }
    }

    /**
     * What GitLab wants and knows.
     *
     * @param failureReasons reasons that this GitLab knows; empty where it told none
     */
    public record Features(boolean traceSections, List<String> tokenMaskPrefixes, List<String> failureReasons) {}

    /** After which result something is done. */
    public enum When {
        ON_SUCCESS,
        ON_FAILURE,
        ALWAYS;

        /** Whether it is done after a script that succeeded, or failed. */
        public boolean appliesTo(boolean succeeded) {
            return switch (this) {
                case ON_SUCCESS -> succeeded;
                case ON_FAILURE -> !succeeded;
                case ALWAYS -> true;
            };
        }
    }
}
