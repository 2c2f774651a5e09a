package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.Glob;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs change of their pods, from their variables to what becomes of them. */
class OverwritesFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final ClassFile OPEN = Classes.file(allowing(new Allowance(
            new Resources("4", null, "4Gi", null, null, null),
            Resources.UNSAID,
            new Allowance.Overwrites(".*", ".*", ".*", ".*", ".*"),
            List.of(new Glob("gcc:*")),
            List.of(new Glob("postgres:*")),
            List.of(),
            List.of())));

    private final World world = new World();

    private static JobClass allowing(Allowance allowance) {
        return Classes.with(PodSettings.USUAL, allowance);
    }

    @Test
    void aJobsPodIsAsItWantsItAndItsAgentIsToldWhatIsOtherwise() {
        world.scheduler(OPEN).take(job("KUBERNETES_MEMORY_LIMIT", "64Gi", "KUBERNETES_CPU_REQUEST", "2"));

        var pod = world.cluster.pod(FIRST).orElseThrow();
        var resources = pod.getSpec().getContainers().getLast().getResources();
        assertThat(resources.getLimits().get("memory")).hasToString("4Gi");
        assertThat(resources.getRequests().get("cpu")).hasToString("2");
        byte[] told = Base64.getDecoder()
                .decode(world.cluster.secret(FIRST).orElseThrow().getData().get("job.json"));
        assertThat(AgentJson.readJob(told).notes())
                .containsExactly("KUBERNETES_MEMORY_LIMIT is 4Gi, the most that class small allows");
    }

    @Test
    void aJobThatWantsOtherNodesThanACapacityHasGoesToOneThatMayHaveThem() {
        var scheduler = world.scheduler(OPEN);
        scheduler.take(job("KUBERNETES_NODE_SELECTOR_POOL", "pool=lasting"));

        var pod = world.cluster.pod(FIRST).orElseThrow();
        assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("pool", "lasting"));
        assertThat(created()).containsExactly(CapacityType.ON_DEMAND);
        assertThat(scheduler.turn()).as("as on its last capacity").isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aJobThatWantsOtherNodesThanEveryCapacityHasEndsAtOnce() {
        JobClass spotOnly = Classes.with(
                Classes.with(List.of(CapacityType.SPOT), Map.of()),
                PodSettings.USUAL,
                OPEN.classes().getFirst().allowance());

        world.scheduler(Classes.file(spotOnly)).take(job("KUBERNETES_NODE_SELECTOR_POOL", "pool=lasting"));

        assertRefused(
                "no node fits: the job wants nodes with another pool than those of capacity spot in class small have;"
                        + " leave that to ONDES_CAPACITY");
    }

    @Test
    void aJobThatNoNodeFitsEndsAsUnschedulableAndSaysNothingOfItsClass() {
        // Given
        var scheduler = world.scheduler(OPEN);
        scheduler.pools().unschedulable("small", CapacityType.SPOT, "another-pod");
        scheduler.take(job("KUBERNETES_NODE_SELECTOR_1", "gpu=yes"));

        // When no node is there on either capacity
        world.clock.add(Duration.ofMinutes(2));
        scheduler.turn();
        scheduler.turn();
        boolean others = scheduler.pools().hasNoRoom("small", CapacityType.SPOT);
        world.clock.add(Duration.ofMinutes(10));
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(created()).containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(finished().reason()).isEqualTo(EndReason.UNSCHEDULABLE);
        assertThat(others).as("others are kept from spot").isFalse();
    }

    @Test
    void aServiceAccountThatOnlyTheJobNamesAndNobodyHasEndsIt() {
        String why =
                "pods \"p\" is forbidden: error looking up service account ci/nobody: serviceaccount \"nobody\" not found";
        world.cluster.refuse(Optional.of(new CreateAnswer.NotNow(Hindrance.NAMESPACE_NOT_READY, why)));

        world.scheduler(OPEN).take(job("KUBERNETES_SERVICE_ACCOUNT_OVERWRITE", "nobody"));

        assertThat(finished().reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(world.gitlab.log()).contains(why);
    }

    /** A LimitRange or an admission policy allows less than the class. */
    @ParameterizedTest
    @CsvSource({
        "KUBERNETES_MEMORY_LIMIT, 4Gi, SETTINGS_INVALID",
        "KUBERNETES_POD_LABELS_TEAM, team=blue, SETTINGS_INVALID",
        "SOMETHING, else, POD_REFUSED"
    })
    void whatTheClusterRefusesIsTheJobsDoingWhereTheJobChangedItsPod(String variable, String value, EndReason reason) {
        world.cluster.refuse(Optional.of(new CreateAnswer.Invalid("maximum memory usage is 2Gi", List.of())));

        world.scheduler(OPEN).take(job(variable, value));

        assertThat(finished().reason()).isEqualTo(reason);
        assertThat(world.gitlab.log()).contains("maximum memory usage is 2Gi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'evil/miner:1'} | | the image evil/miner:1 is not among those of class small: gcc:*",
                "{'name': 'gcc:14'} | {'name': 'redis:7'} | the service redis:7 is not among those of class small: postgres:*",
                "{'name': 'gcc:14', 'executor_opts': {'kubernetes': {'usr': '1'}, 'vm': {}}} | | nobody knows these options of the image gcc:14: kubernetes.usr, vm; there is kubernetes:user",
            })
    void imagesThatAreNotAllowedAreRefused(String image, String service, String why) {
        world.scheduler(OPEN).take(jobOf(image, service == null ? "" : service, ""));

        assertRefused(why);
    }

    @Test
    void aJobWhosePodIsThereGoesOnWhenItsClassAllowsLessThanBefore() {
        // Given: the leader made the pod and died before it said so, and nobody made the Secret
        JobQueued job = jobOf("{'name': 'gcc:14'}", "", "");
        world.scheduler(OPEN).take(job);
        world.cluster.removeSecret(FIRST);
        ClassFile narrower = Classes.file(allowing(new Allowance(
                Resources.UNSAID,
                Resources.UNSAID,
                Allowance.Overwrites.NONE,
                List.of(new Glob("python:*")),
                List.of(),
                List.of(),
                List.of())));

        // When
        world.scheduler(narrower).take(job);

        // Then
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.events.of(JobFinished.class)).isEmpty();
        assertThat(world.cluster.secret(FIRST)).isPresent();
    }

    @Test
    void theClassesOwnImageIsAlwaysAllowed() {
        world.scheduler(OPEN).take(jobOf("null", "", ""));

        assertThat(world.cluster
                        .pod(FIRST)
                        .orElseThrow()
                        .getSpec()
                        .getContainers()
                        .getLast()
                        .getImage())
                .isEqualTo("alpine:3");
    }

    private void assertRefused(String why) {
        assertThat(finished().reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(world.gitlab.ends()).containsExactly("runner_configuration_error");
        assertThat(world.gitlab.log()).contains("The job asks for something that its class doesn't allow: " + why);
        assertThat(world.cluster.calls()).isEmpty();
    }

    private static JobQueued job(String... variables) {
        var json = new StringBuilder();
        for (int i = 0; i < variables.length; i += 2) {
            json.append(i == 0 ? "" : ", ")
                    .append("{\"key\": \"%s\", \"value\": \"%s\"}".formatted(variables[i], variables[i + 1]));
        }
        return jobOf("{\"name\": \"gcc:14\"}", "", json.toString());
    }

    private static JobQueued jobOf(String image, String services, String variables) {
        JsonNode payload = World.json(
                """
                {"id": 4711, "token": "%s", "image": %s, "services": [%s], "variables": [%s],
                 "steps": [{"name": "script", "script": ["make test"]}],
                 "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
                """.formatted(FakeGitLab.TOKEN, image.replace('\'', '"'), services.replace('\'', '"'), variables));
        return World.job("small", payload);
    }

    private List<CapacityType> created() {
        return world.events.of(PodCreated.class).stream()
                .map(PodCreated::capacity)
                .toList();
    }

    private JobFinished finished() {
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
        return world.events.of(JobFinished.class).getFirst();
    }
}
