package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.ClassFile.Tokens;
import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.job.CapacityType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The samples in {@code deploy/node-groups}: well-formed, and each class file selects the nodes of the groups beside it. */
class NodeGroupSamplesTest {
    private static final Path SAMPLES = Path.of("../deploy/node-groups");
    private static final String CAPACITY = "ondes.dev/capacity";

    static Stream<Path> yamlFiles() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("yamlFiles")
    void everySampleIsYamlOfObjects(Path file) throws IOException {
        assertThat(documents(file))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(document).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kops", "eks", "karpenter", "gke", "aks"})
    void everyClassFileIsReadAndPutsSpotFirst(String folder) {
        ClassFile file = classes(folder);

        assertThat(file.capacities()).containsOnlyKeys(CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(file.named("small")).hasValueSatisfying(small -> {
            assertThat(small.capacity()).containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
            assertThat(small.disruptionBudget()).isTrue();
        });
        assertThat(file.named("steady"))
                .hasValueSatisfying(steady -> assertThat(steady.capacity()).containsExactly(CapacityType.ON_DEMAND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kops", "eks", "karpenter", "gke", "aks"})
    void waitsForSpotAsLongAsAnAutoscalerTakesToBringTheFirstNode(String folder) {
        assertThat(classes(folder).named("small").orElseThrow().fallbackAfter())
                .isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    }

    /** AKS sets a taint of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"kops", "eks", "karpenter", "gke"})
    void theExampleOfAnInstallationToleratesTheTaintOfTheSamplesSpotNodes(String folder) {
        ClassFile example = ClassFile.read(Path.of("../deploy/kubernetes/example/classes.yaml"), Tokens.LEFT_OUT);

        assertThat(example.capacities().get(CapacityType.SPOT).tolerations())
                .containsAll(classes(folder).capacities().get(CapacityType.SPOT).tolerations());
        assertThat(example.named("standard").orElseThrow().fallbackAfter())
                .isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void kopsGivesRolesToServiceAccountsAndMakesTheOrderOfGroupsItself() throws IOException {
        Map<String, Object> spec =
                map(documents(SAMPLES.resolve("kops/cluster.yaml")).getFirst(), "spec");

        assertThat(map(spec, "serviceAccountIssuerDiscovery")).containsEntry("enableAWSOIDCProvider", true);
        assertThat(map(spec, "podIdentityWebhook")).containsEntry("enabled", true);
        assertThat(map(spec, "certManager")).as("which the webhook needs").containsEntry("enabled", true);
        assertThat(map(spec, "iam")).containsEntry("useServiceAccountExternalPermissions", true);
        assertThat(map(map(spec, "clusterAutoscaler"), "customPriorityExpanderConfig"))
                .containsOnlyKeys("50", "10")
                .containsEntry("50", List.of(".*ci-spot.*"));
    }

    @Test
    void onEksTheAutoscalersRoleIsNotTheNodesWhichNoPodReaches() throws IOException {
        Map<String, Object> cluster =
                documents(SAMPLES.resolve("eks/cluster.yaml")).getFirst();
        Map<String, Object> own =
                documents(SAMPLES.resolve("eks/self-managed-spot.yaml")).getFirst();

        assertThat(maps(map(cluster, "iam"), "serviceAccounts"))
                .singleElement()
                .satisfies(
                        account -> assertThat(map(account, "wellKnownPolicies")).containsEntry("autoScaler", true));
        assertThat(Stream.concat(maps(cluster, "managedNodeGroups").stream(), maps(own, "nodeGroups").stream()))
                .allSatisfy(group ->
                        assertThat(group).containsEntry("disablePodIMDS", true).doesNotContainKey("iam"));
    }

    @Test
    void poolsOfGkeBeginAsSmallAsTheyMay() throws IOException {
        assertThat(Files.readString(SAMPLES.resolve("gke/create-pools.sh")))
                .contains("--num-nodes 1 --enable-autoscaling --total-min-nodes 2")
                .contains("--num-nodes 0 --enable-autoscaling --total-min-nodes 0");
    }

    @Test
    void thePriceFileHasAPriceForEveryGroup() {
        PriceFile prices = PriceFile.read(SAMPLES.resolve("prices.yaml"));

        assertThat(prices.perHour(CapacityType.SPOT, "m5n.xlarge", "eu-west-1a", Map.of(CAPACITY, "spot")))
                .contains(new BigDecimal("0.085"));
        assertThat(prices.perHour(CapacityType.ON_DEMAND, "m5.xlarge", null, Map.of(CAPACITY, "on-demand")))
                .contains(new BigDecimal("0.214"));
    }

    @Test
    void selectsTheInstanceGroupsOfKops() throws IOException {
        Map<String, Object> spot = documents(SAMPLES.resolve("kops/spot.yaml")).getFirst();
        Map<String, Object> onDemand =
                documents(SAMPLES.resolve("kops/on-demand.yaml")).getFirst();

        assertThat(reaches("kops", CapacityType.SPOT, kopsLabels(spot), kopsTaints(spot)))
                .isTrue();
        assertThat(reaches("kops", CapacityType.ON_DEMAND, kopsLabels(onDemand), kopsTaints(onDemand)))
                .isTrue();
        assertThat(reaches("kops", CapacityType.ON_DEMAND, kopsLabels(spot), kopsTaints(spot)))
                .isFalse();
    }

    @Test
    void hasNoOnDemandInstanceInKopsSpotGroup() throws IOException {
        Map<String, Object> spot = documents(SAMPLES.resolve("kops/spot.yaml")).getFirst();

        assertThat(map(map(spot, "spec"), "mixedInstancesPolicy"))
                .containsEntry("onDemandBase", 0)
                .containsEntry("onDemandAboveBase", 0)
                .extracting("instances")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThanOrEqualTo(10)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eks/cluster.yaml:managedNodeGroups", "eks/self-managed-spot.yaml:nodeGroups"})
    void selectsTheGroupsOfEks(String where) throws IOException {
        String[] fileAndKey = where.split(":", -1);
        List<Map<String, Object>> groups =
                maps(documents(SAMPLES.resolve(fileAndKey[0])).getFirst(), fileAndKey[1]);

        assertThat(groups).isNotEmpty().allSatisfy(group -> {
            CapacityType type = group.get("name").equals("ci-spot") ? CapacityType.SPOT : CapacityType.ON_DEMAND;
            assertThat(reaches("eks", type, map(group, "labels"), maps(group, "taints")))
                    .isTrue();
        });
    }

    @Test
    void selectsTheNodePoolsOfKarpenter() throws IOException {
        List<Map<String, Object>> pools = documents(SAMPLES.resolve("karpenter/node-pools.yaml")).stream()
                .filter(document -> "NodePool".equals(document.get("kind")))
                .toList();

        assertThat(pools).hasSize(2).allSatisfy(pool -> {
            Map<String, Object> template = map(map(pool, "spec"), "template");
            Map<String, Object> labels = new HashMap<>(map(map(template, "metadata"), "labels"));
            maps(map(template, "spec"), "requirements").stream()
                    .filter(requirement -> "karpenter.sh/capacity-type".equals(requirement.get("key")))
                    .forEach(requirement ->
                            labels.put("karpenter.sh/capacity-type", ((List<?>) requirement.get("values")).getFirst()));
            CapacityType type = labels.get(CAPACITY).equals("spot") ? CapacityType.SPOT : CapacityType.ON_DEMAND;
            assertThat(reaches("karpenter", type, labels, maps(map(template, "spec"), "taints")))
                    .isTrue();
        });
    }

    /** What the clouds add of themselves stands here, as their documentation has it. */
    @Test
    void selectsThePoolsOfGkeAndAks() throws IOException {
        String gke = Files.readString(SAMPLES.resolve("gke/create-pools.sh"));
        String aks = Files.readString(SAMPLES.resolve("aks/create-pools.sh"));
        List<Map<String, Object>> gkeTaints = List.of(taint(option(gke, "--node-taints")));
        String priority = "kubernetes.azure.com/scalesetpriority";

        assertThat(reaches("gke", CapacityType.SPOT, Map.of("cloud.google.com/gke-spot", "true"), gkeTaints))
                .isTrue();
        assertThat(reaches(
                        "aks",
                        CapacityType.SPOT,
                        Map.of(priority, "spot"),
                        List.of(taint(priority + "=spot:NoSchedule"))))
                .isTrue();
        assertThat(option(gke, "--node-labels")).isEqualTo(CAPACITY + "=on-demand");
        assertThat(option(aks, "--labels")).isEqualTo(CAPACITY + "=on-demand");
        assertThat(List.of("gke", "aks"))
                .allSatisfy(cloud -> assertThat(
                                reaches(cloud, CapacityType.ON_DEMAND, Map.of(CAPACITY, "on-demand"), List.of()))
                        .isTrue());
    }

    /** As the scheduler decides it: every selected label is there, every taint is tolerated. */
    private static boolean reaches(
            String folder, CapacityType type, Map<String, Object> labels, List<Map<String, Object>> taints) {
        NodeChoice choice =
                java.util.Objects.requireNonNull(classes(folder).capacities().get(type));
        return labels.entrySet().containsAll(choice.nodeSelector().entrySet())
                && taints.stream()
                        .allMatch(taint ->
                                choice.tolerations().stream().anyMatch(toleration -> tolerates(toleration, taint)));
    }

    private static boolean tolerates(Toleration toleration, Map<String, Object> taint) {
        return toleration.key().equals(taint.get("key"))
                && (toleration.value() == null || toleration.value().equals(taint.get("value")))
                && (toleration.effect() == null || toleration.effect().equals(taint.get("effect")));
    }

    private static ClassFile classes(String folder) {
        return ClassFile.read(SAMPLES.resolve(folder).resolve("classes.yaml"), Tokens.LEFT_OUT);
    }

    private static Map<String, Object> kopsLabels(Map<String, Object> group) {
        Map<String, Object> labels = new HashMap<>(map(map(group, "spec"), "nodeLabels"));
        labels.put("kops.k8s.io/instancegroup", map(group, "metadata").get("name"));
        return labels;
    }

    private static List<Map<String, Object>> kopsTaints(Map<String, Object> group) {
        return ((List<?>) map(group, "spec").getOrDefault("taints", List.of()))
                .stream().map(taint -> taint(String.valueOf(taint))).toList();
    }

    /** {@code key=value:effect}. */
    private static Map<String, Object> taint(String text) {
        String[] parts = text.split("[=:]", -1);
        return Map.of("key", parts[0], "value", parts[1], "effect", parts[2]);
    }

    private static String option(String script, String name) {
        Matcher option = Pattern.compile(Pattern.quote(name) + " (\\S+)").matcher(script);
        assertThat(option.find()).as(name).isTrue();
        return option.group(1);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(file))
                .forEach(document -> documents.add((Map<String, Object>) document));
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        assertThat(parent).containsKey(key);
        return (Map<String, Object>) parent.get(key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) parent.getOrDefault(key, List.of());
    }
}
