package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.world.Pods;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretPlanTest {
    private static final AgentJob JOB = new AgentJob(
            URI.create("https://gitlab.test"),
            1,
            0,
            "small",
            "gcc:14",
            Map.of(),
            World.payload("gcc:14"),
            List.of(),
            List.of());

    private final JobPod pod = Pods.of(1, CapacityType.SPOT).get();

    @Test
    void holdsTheJobAloneWhereGitLabNeedsNoAuthoritiesOfItsOwn() {
        assertThat(SecretPlan.of(pod, JOB, agent(null, null)).getData())
                .containsOnly(Map.entry("job.json", base64(JOB)));
    }

    /** Under the name that {@link PodPlan} tells the agent. */
    @Test
    void holdsAuthoritiesBesideTheJob() {
        String pem = "# Zürich\n-----BEGIN CERTIFICATE-----\n";

        assertThat(SecretPlan.of(pod, JOB, agent(pem, "of the secrets")).getData())
                .containsOnly(
                        Map.entry("job.json", base64(JOB)),
                        Map.entry("gitlab-ca.pem", base64(pem.getBytes(StandardCharsets.UTF_8))),
                        Map.entry("secrets-ca.pem", base64("of the secrets".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void holdsTheVariablesOfServices() {
        var payload = World.json("""
                {"id": 4711, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "services": [{"name": "postgres", "variables": [{"key": "POSTGRES_DB", "value": "app"}]}]}
                """);
        var job = new AgentJob(
                URI.create("https://gitlab.test"),
                1,
                0,
                "small",
                "gcc:14",
                Map.of("OF", "class"),
                payload,
                List.of(),
                List.of());

        var data = SecretPlan.of(pod, job, agent(null, null)).getData();

        assertThat(data)
                .containsOnly(
                        Map.entry("job.json", base64(job)),
                        Map.entry("svc-0.OF", base64("class".getBytes(StandardCharsets.UTF_8))),
                        Map.entry("svc-0.POSTGRES_DB", base64("app".getBytes(StandardCharsets.UTF_8))));
        assertThat(SecretPlan.bytes(job, agent(null, null))).isEqualTo(AgentJson.write(job).length + 8);
    }

    private static AgentParts agent(@Nullable String gitlabCa, @Nullable String secretsCa) {
        return new AgentParts("ondes/agent:1", gitlabCa, secretsCa);
    }

    /** Kubernetes takes a pull secret that holds more than logins. */
    @Test
    void isThePodsPullSecretWhereThereAreLogins() {
        var payload = World.json("""
                {"id": 4711, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "credentials": [{"type": "registry", "url": "r.test", "username": "u", "password": "p"}]}
                """);
        var job = new AgentJob(
                URI.create("https://gitlab.test"), 1, 0, "small", "gcc:14", Map.of(), payload, List.of(), List.of());
        String logins = "{\"auths\":{\"r.test\":{\"username\":\"u\",\"password\":\"p\"}}}";

        Secret secret = SecretPlan.of(pod, job, agent(null, null));

        assertThat(secret.getType()).isEqualTo("kubernetes.io/dockerconfigjson");
        assertThat(secret.getData())
                .containsOnly(
                        Map.entry("job.json", base64(job)),
                        Map.entry(".dockerconfigjson", base64(logins.getBytes(StandardCharsets.UTF_8))));
        assertThat(SecretPlan.bytes(job, agent(null, null))).isEqualTo(AgentJson.write(job).length + logins.length());
    }

    @Test
    void isNoPullSecretWhereThereAreNone() {
        assertThat(SecretPlan.of(pod, JOB, agent(null, null)).getType()).isEqualTo("Opaque");
    }

    private static String base64(AgentJob job) {
        return base64(AgentJson.write(job));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
