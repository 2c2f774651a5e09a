package dev.ondes.scheduler.create;

import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.login.RegistryLogins;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Secret of a pod: what its agent is told, its services' variables, and what its images are pulled with, which makes it a pull secret.
 * Owned by the pod, so that it goes when the pod goes.
 */
final class SecretPlan {
    /** Kubernetes' key and type of a pull secret; such a one may hold more. */
    private static final String PULLS_KEY = ".dockerconfigjson";

    private static final String PULLS_TYPE = "kubernetes.io/dockerconfigjson";

    private SecretPlan() {}

    static Secret of(JobPod pod, AgentJob job, AgentParts agent) {
        Map<String, String> data = new TreeMap<>();
        content(job, agent).forEach((key, bytes) -> data.put(key, base64(bytes)));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(pod.name())
                .withNamespace(pod.namespace())
                .addToLabels(PodNames.MANAGED_BY, PodNames.ONDES)
                .addToLabels(PodNames.JOB, Long.toString(pod.jobId()))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.name())
                .withUid(pod.uid())
                .endOwnerReference()
                .endMetadata()
                .withType(data.containsKey(PULLS_KEY) ? PULLS_TYPE : "Opaque")
                .withImmutable(true)
                .withData(data)
                .build();
    }

    /** How large what stands in it is. */
    static int bytes(AgentJob job, AgentParts agent) {
        return content(job, agent).values().stream()
                .mapToInt(bytes -> bytes.length)
                .sum();
    }

    private static Map<String, byte[]> content(AgentJob job, AgentParts agent) {
        Map<String, byte[]> content = new TreeMap<>();
        content.put(PodLayout.JOB_KEY, AgentJson.write(job));
        agent.authorities().forEach((key, pem) -> content.put(key, pem.getBytes(StandardCharsets.UTF_8)));
        JobPayload payload = JobPayload.parse(job.payload());
        RegistryLogins logins = RegistryLogins.of(payload, job.variables());
        if (!logins.isEmpty()) {
            content.put(PULLS_KEY, logins.dockerConfig());
        }
        JobServices.secrets(payload, job.variables())
                .forEach((key, value) -> content.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return content;
    }

    /** Whether the pod owns it. A Secret that only has its name says what somebody else wrote. */
    static boolean isOf(JobPod pod, Secret secret) {
        return secret.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(pod.uid()));
    }

    /** Whether one of our pods owns or owned it. */
    static boolean isOfAPod(Secret secret) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        return labels != null
                && PodNames.ONDES.equals(labels.get(PodNames.MANAGED_BY))
                && secret.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals("Pod"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
