package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.net.Proxies;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.overwrite.PodShape;
import dev.ondes.scheduler.overwrite.RunAs;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.pods.Spent;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class PodPlanTest {

    @Test
    void isTheGoldenPod() throws IOException {
        String golden;
        try (var file = PodPlanTest.class.getResourceAsStream("pod.yaml")) {
            golden = new String(java.util.Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }

        Pod pod = withNamesOfCommands(PodPlan.of(order(1)));

        assertThat(Serialization.asYaml(pod)).isEqualTo(golden);
    }

    @Test
    void isTheSameForTheSameOrder() {
        assertThat(PodPlan.of(order(1))).isEqualTo(PodPlan.of(order(1)));
    }

    @Test
    void hasAnotherNameAndIntentForAnotherAttempt() {
        Pod second = PodPlan.of(order(2));

        assertThat(second.getMetadata().getName()).isEqualTo("ondes-small-4711-2");
        assertThat(second.getMetadata().getLabels().get("ondes.dev/intent"))
                .isNotEqualTo(PodPlan.of(order(1)).getMetadata().getLabels().get("ondes.dev/intent"));
    }

    /** The commands are the contracts' matter. */
    private static Pod withNamesOfCommands(Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .editContainer(0)
                .editStartupProbe()
                .editExec()
                .withCommand(named(pod.getSpec()
                        .getContainers()
                        .get(0)
                        .getStartupProbe()
                        .getExec()
                        .getCommand()))
                .endExec()
                .endStartupProbe()
                .endContainer()
                .editContainer(1)
                .withCommand(named(pod.getSpec().getContainers().get(1).getCommand()))
                .endContainer()
                .endSpec()
                .build();
    }

    private static List<String> named(List<String> command) {
        return command.stream()
                .map(word -> word.equals(PodLayout.BUILD_COMMAND) ? "PodLayout.BUILD_COMMAND" : word)
                .map(word -> word.equals(PodLayout.STARTED_PROBE) ? "PodLayout.STARTED_PROBE" : word)
                .toList();
    }

    @Test
    void tellsTheAgentWhereAuthoritiesAre() {
        Pod pod = PodPlan.of(order(1, new AgentParts("ondes/agent:1", "PEM", "PEM")));

        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .contains(
                        new EnvVar("ONDES_GITLAB_CA_FILE", "/ondes-job/gitlab-ca.pem", null),
                        new EnvVar("ONDES_SECRETS_CA_FILE", "/ondes-job/secrets-ca.pem", null));
        assertThat(pod.getSpec().getContainers().getLast().getEnv())
                .extracting(EnvVar::getName)
                .doesNotContain("ONDES_GITLAB_CA_FILE", "ONDES_SECRETS_CA_FILE");
        assertThat(pod.getSpec().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .flatExtracting(volume -> volume.getSecret().getItems())
                .extracting(KeyToPath::getKey, KeyToPath::getPath)
                .containsExactly(
                        tuple("job.json", "job.json"),
                        tuple("gitlab-ca.pem", "gitlab-ca.pem"),
                        tuple("secrets-ca.pem", "secrets-ca.pem"));
    }

    @Test
    void mountsVolumesOfItsClassWhereTheScriptRunsAndBesideTheJobsFilesInTheAgentToo() {
        var settings = settings(
                List.of(
                        new ClassVolume("shm", "/dev/shm", null, false, "emptyDir", Map.of("medium", "Memory")),
                        new ClassVolume("store", "/builds/store", "ci", true, "secret", Map.of("secretName", "store"))),
                Map.of());

        var spec = PodPlan.of(PodPlanTest.order(
                        Classes.with(settings, Allowance.USUAL), 1, new AgentParts("ondes/agent:1", null, null)))
                .getSpec();

        assertThat(spec.getVolumes())
                .extracting(Volume::getName)
                .containsExactly("builds", "ondes", "job", "notes", "shm", "store");
        assertThat(spec.getVolumes().get(4).getEmptyDir().getMedium()).isEqualTo("Memory");
        assertThat(spec.getVolumes().get(5).getSecret().getSecretName()).isEqualTo("store");
        assertThat(mounted(spec.getContainers().getLast()))
                .contains(tuple("shm", "/dev/shm", null, null), tuple("store", "/builds/store", "ci", true));
        assertThat(mounted(spec.getContainers().getFirst()))
                .contains(tuple("store", "/builds/store", "ci", true))
                .doesNotContain(tuple("shm", "/dev/shm", null, null));
    }

    private static List<Tuple> mounted(Container container) {
        return container.getVolumeMounts().stream()
                .map(mount -> tuple(mount.getName(), mount.getMountPath(), mount.getSubPath(), mount.getReadOnly()))
                .toList();
    }

    static PodSettings settings(List<ClassVolume> volumes, Map<String, Object> spec) {
        return new PodSettings(PodSettings.USUAL.nodes(), Map.of(), Map.of(), null, false, volumes, spec);
    }

    @Test
    void tellsTheAgentAloneWhichProxyItTakes() {
        Proxies proxies = Proxies.by("http://proxy.example.com:3128").except(List.of(".svc"));

        Pod pod = PodPlan.of(order(1, new AgentParts("ondes/agent:1", null, null, proxies)));

        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .contains(
                        new EnvVar("HTTPS_PROXY", "http://proxy.example.com:3128", null),
                        new EnvVar("http_proxy", "http://proxy.example.com:3128", null),
                        new EnvVar("NO_PROXY", ".svc", null));
        assertThat(pod.getSpec().getContainers().getLast().getEnv()).isEmpty();
    }

    @Test
    void hasWhatClassAndJobWantBesideWhatIsOurs() {
        var mine = new PodSettings(
                new NodeChoice(
                        Map.of("disk", "ssd", "pool", "mine"), List.of(new NodeChoice.Toleration("team", null, null))),
                Map.of("team", "blue", "ondes.dev/job", "1"),
                Map.of("example.com/note", "a b", "karpenter.sh/do-not-disrupt", "false"),
                "ci",
                true,
                List.of(),
                Map.of());
        var small = Classes.small();
        var shape = new PodShape(small.build(), mine, new RunAs(1000, 2000L), true, true, List.of());

        Pod pod = PodPlan.of(order(small, 1, new AgentParts("ondes/agent:1", null, null), List.of(), shape));

        assertThat(pod.getMetadata().getLabels()).containsEntry("team", "blue").containsEntry("ondes.dev/job", "4711");
        assertThat(pod.getMetadata().getAnnotations())
                .containsEntry("example.com/note", "a b")
                .containsEntry("karpenter.sh/do-not-disrupt", "true")
                .containsEntry("ondes.dev/other-room", "true");
        assertThat(pod.getSpec().getNodeSelector())
                .as("the capacity's goes before")
                .isEqualTo(Map.of("disk", "ssd", "pool", "spot"));
        assertThat(pod.getSpec().getTolerations())
                .extracting(Toleration::getKey)
                .containsExactly("dedicated", "team");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("ci");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isTrue();
        assertThat(pod.getSpec().getContainers())
                .extracting(container -> container.getSecurityContext().getRunAsUser())
                .as("agent and build container")
                .containsExactly(null, 1000L);
    }

    private static Order order(int attempt) {
        return order(attempt, new AgentParts("ondes/agent:1", null, null));
    }

    private static Order order(int attempt, AgentParts agent) {
        return order(Classes.small(), attempt, agent);
    }

    static Order order(JobClass jobClass, int attempt, AgentParts agent) {
        return order(jobClass, attempt, agent, List.of());
    }

    static Order order(JobClass jobClass, int attempt, AgentParts agent, List<JobService> services) {
        return order(jobClass, attempt, agent, services, PodShape.usual(jobClass));
    }

    private static Order order(
            JobClass jobClass, int attempt, AgentParts agent, List<JobService> services, PodShape shape) {
        return new Order(
                World.job(),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                jobClass,
                attempt,
                new Place(
                        CapacityType.SPOT,
                        List.of(CapacityType.SPOT, CapacityType.ON_DEMAND),
                        World.classes().capacities().get(CapacityType.SPOT),
                        Set.of(),
                        Set.of()),
                new Spent.Nothing(),
                0,
                "gcc:14",
                jobClass.pullPolicies().getFirst(),
                PullRound.ONLY,
                services,
                Set.of(),
                agent,
                shape,
                false,
                null);
    }
}
