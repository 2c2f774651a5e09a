package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a job's images are pulled with, and what is said where that is not enough. */
class LoginsFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final String LOGINS =
            "{\"auths\":{\"registry.test\":{\"username\":\"gitlab-ci-token\",\"password\":\"glcbt-64_pull\"}}}";

    private final World world = new World();

    @Test
    void comeInTheOneSecretOfThePod() {
        // When
        world.scheduler().take(World.job("small", payload("registry.test")));

        // Then
        assertThat(logins(FIRST)).isEqualTo(LOGINS);
        Pod pod = world.cluster.pod(FIRST).orElseThrow();
        assertThat(pod.getSpec().getImagePullSecrets())
                .extracting(LocalObjectReference::getName)
                .containsExactly("registry", FIRST);
        assertThat(pod.toString()).doesNotContain("glcbt-64_pull");
        assertThat(world.cluster.calls()).containsExactly("create pod", "create secret");
    }

    @Test
    void areThereThoughThePowerWasCutBetweenPodAndSecret() {
        // Given
        var job = World.job("small", payload("registry.test"));
        world.steps.crashBefore("create secret");
        var scheduler = world.scheduler();
        assertThatThrownBy(() -> scheduler.take(job)).isInstanceOf(Steps.Crash.class);

        // When
        world.scheduler().take(job);

        // Then
        assertThat(logins(FIRST)).isEqualTo(LOGINS);
    }

    @Test
    void areThereForTheNextAttemptToo() {
        // Given
        var scheduler = world.scheduler();
        scheduler.take(World.job("small", payload("registry.test")));
        new SimulatedAgent(world, FIRST).schedule("node-1");
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Failed")
                        .withReason("NodeLost")
                        .endStatus()
                        .build());

        // When
        scheduler.turn();

        // Then
        assertThat(logins(SECOND)).isEqualTo(LOGINS);
    }

    @Test
    void areMissedInTheJobsLogWhereARegistryWantsOne() {
        // Given
        var scheduler = world.scheduler();
        scheduler.take(World.job("small", payload("other.test")));
        new SimulatedAgent(world, FIRST).schedule("node-1");
        waits("failed to resolve reference \"registry.test/app:1\": pull access denied");

        // When
        scheduler.turn();
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Failed")
                        .endStatus()
                        .build());
        scheduler.turn();

        // Then
        assertThat(world.gitlab.log())
                .contains("The job's image does not exist, or may not be pulled: ErrImagePull: failed to resolve"
                        + " reference \"registry.test/app:1\": pull access denied; the job brings no login for that"
                        + " registry; its variable DOCKER_AUTH_CONFIG may hold one");
    }

    private void waits(String message) {
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editStatus()
                        .addToContainerStatuses(new ContainerStatusBuilder()
                                .withName("build")
                                .withRestartCount(0)
                                .withNewState()
                                .withNewWaiting(message, "ErrImagePull")
                                .endState()
                                .build())
                        .endStatus()
                        .build());
    }

    private String logins(String pod) {
        Secret secret = world.cluster.secret(pod).orElseThrow();
        assertThat(secret.getType()).isEqualTo("kubernetes.io/dockerconfigjson");
        return new String(
                Base64.getDecoder().decode(secret.getData().get(".dockerconfigjson")), StandardCharsets.UTF_8);
    }

    private static JsonNode payload(String registry) {
        return World.json("""
                {"id": 4711, "token": "%s", "image": {"name": "registry.test/app:1"},
                 "steps": [{"name": "script", "script": ["make test"]}],
                 "credentials": [{"type": "registry", "url": "%s", "username": "gitlab-ci-token",
                                  "password": "glcbt-64_pull"}],
                 "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
                """.formatted(FakeGitLab.TOKEN, registry));
    }
}
