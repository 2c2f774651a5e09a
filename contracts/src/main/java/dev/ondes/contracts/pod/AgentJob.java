package dev.ondes.contracts.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What the agent is told, as JSON in the pod's Secret under {@link PodLayout#JOB_KEY}.
 *
 * @param gitlabUrl GitLab's base address, such as {@code https://gitlab.example.com}
 * @param attempt 1, 2 or 3
 * @param logOffset size of the job's log at GitLab when this attempt was made; the agent's first bytes go there, and
 *     {@link LogFence} counts from there. If the log has another size by then, somebody else has taken the job over and the
 *     agent stops without opening the gate
 * @param jobClass the job's class
 * @param image the image that the build container runs, as said to the user and in {@code CI_JOB_IMAGE}
 * @param variables variables of the class, beneath the job's own
 * @param payload GitLab's answer to the job request, unchanged; holds tokens and masked variables
 * @param caches one for each of the payload's caches, in their order; empty where the installation has no cache storage
 * @param notes lines for the begin of the job's log: what its user should know of the pod
 */
public record AgentJob(
        URI gitlabUrl,
        int attempt,
        long logOffset,
        String jobClass,
        String image,
        Map<String, String> variables,
        JsonNode payload,
        List<CacheAccess> caches,
        List<String> notes) {

    /** Copies the lists. */
    public AgentJob {
        caches = List.copyOf(caches);
        notes = List.copyOf(notes);
    }

    /** Never prints the payload. */
    @Override
    public String toString() {
        return "AgentJob[attempt=" + attempt + ", logOffset=" + logOffset + ", jobClass=" + jobClass + ", payload=***]";
    }
}
