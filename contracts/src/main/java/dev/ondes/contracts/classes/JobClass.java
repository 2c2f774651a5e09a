package dev.ondes.contracts.classes;

import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job class: one GitLab runner (own token, own tags) and one pod shape.
 *
 * @param name a DNS label of at most 20 characters; part of every pod's name
 * @param token the runner's authentication token, or null where the file was read without tokens
 * @param limit how many of its jobs may run at once
 * @param namespace where its pods are made
 * @param image the image of jobs that name none
 * @param build what the build container asks for and may use at most
 * @param agent what the agent container asks for and may use at most
 * @param service what each service of a job asks for and may use at most
 * @param capacity where its pods may run, in order of preference; never empty
 * @param fallbackAfter how long a pod may find no node before it is made anew on the next capacity
 * @param unschedulableAfter how long a job may find no node on its last capacity before it is given back to GitLab
 * @param variables variables that every job of the class sees; a job's own variables win
 * @param pullPolicies Kubernetes' words, to be tried in this order: {@code IfNotPresent}, {@code Always} or {@code Never}; never empty
 * @param pullSecrets names of image pull secrets in the namespace
 * @param terminationGrace how long a pod that must go may still work
 * @param onDemandFrom jobs that usually take longer than this begin on on-demand capacity; null where length doesn't matter
 * @param disruptionBudget whether a PodDisruptionBudget keeps its pods from being evicted
 * @param security what the build container and services may do
 * @param pod what its pods have beyond that: labels, where they run, and the like
 * @param allowance what a job may choose for itself
 */
public record JobClass(
        String name,
        @Nullable Secret token,
        int limit,
        String namespace,
        String image,
        Resources build,
        Resources agent,
        Resources service,
        List<CapacityType> capacity,
        Duration fallbackAfter,
        Duration unschedulableAfter,
        Map<String, String> variables,
        List<String> pullPolicies,
        List<String> pullSecrets,
        Duration terminationGrace,
        @Nullable Duration onDemandFrom,
        boolean disruptionBudget,
        Security security,
        PodSettings pod,
        Allowance allowance) {

    /** Copies the collections. */
    public JobClass {
        capacity = List.copyOf(capacity);
        variables = Map.copyOf(variables);
        pullPolicies = List.copyOf(pullPolicies);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** Without token and variables, which may hold secrets. */
    @Override
    public String toString() {
        return "JobClass[name=" + name + ", limit=" + limit + ", namespace=" + namespace + ", image=" + image
                + ", capacity=" + capacity + "]";
    }

    /**
     * Kubernetes quantities, such as {@code 500m} and {@code 512Mi}; null where nothing is said.
     *
     * @param cpu request and, where {@code cpuLimit} is null, no limit
     * @param memory request and, where {@code memoryLimit} is null, limit alike: memory is not compressible
     * @param ephemeralStorage request and, where {@code ephemeralStorageLimit} is null, limit alike
     */
    public record Resources(
            @Nullable String cpu,
            @Nullable String cpuLimit,
            @Nullable String memory,
            @Nullable String memoryLimit,
            @Nullable String ephemeralStorage,
            @Nullable String ephemeralStorageLimit) {
        /** Says nothing. */
        public static final Resources UNSAID = new Resources(null, null, null, null, null, null);
    }

    /** A value that no log shows. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
