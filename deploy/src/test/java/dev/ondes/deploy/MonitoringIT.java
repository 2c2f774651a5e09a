package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example's {@code monitoring} tells the Prometheus operator and Grafana, held against pods, rules and dashboards. */
class MonitoringIT {
    /** {@code kubectl apply} keeps a copy in an annotation, and annotations end at 256 KiB, long before a ConfigMap does. */
    private static final int ROOM = 200_000;

    @TempDir
    private Path home;

    private List<JsonNode> objects;

    @BeforeEach
    void kustomize() throws Exception {
        objects = Example.copy(home).kustomize();
    }

    @Test
    void everyPodIsScrapedOnceAndWhereItsAnnotationsSayToo() {
        assertThat(Example.workloads(objects))
                .hasSize(6)
                .allSatisfy(workload ->
                        assertThat(scrapes(workload)).as(name(workload)).containsExactly(annotated(workload)));
    }

    @Test
    void aPodsNameIsItsJob() {
        assertThat(Example.of(objects, "PodMonitor"))
                .extracting(monitor -> monitor.at("/spec/jobLabel").asText())
                .containsOnly("app.kubernetes.io/name");
        assertThat(Example.workloads(objects))
                .allSatisfy(workload -> assertThat(labels(workload).path("app.kubernetes.io/name"))
                        .isEqualTo(workload.at("/metadata/name")));
    }

    @Test
    void theOperatorsRulesAreThoseOfPrometheus() {
        Map<String, JsonNode> rules = Deploy.files(Deploy.PROMETHEUS, ".yaml").stream()
                .filter(file -> file.getFileName().toString().contains("-rules"))
                .collect(Collectors.toMap(
                        file -> "ondes-" + file.getFileName().toString().replace(".yaml", ""),
                        file -> Deploy.yaml(file).path("groups")));

        assertThat(Example.of(objects, "PrometheusRule")
                        .collect(Collectors.toMap(MonitoringIT::name, rule -> rule.at("/spec/groups"))))
                .isEqualTo(rules)
                .hasSize(3);
    }

    /** Comments and all. */
    @Test
    void theScriptWouldMakeThemAsTheyAre() throws Exception {
        Process script = new ProcessBuilder("prometheus/as-objects.sh")
                .redirectErrorStream(true)
                .start();
        String made = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(made)
                .as("deploy/prometheus/as-objects.sh > deploy/kubernetes/monitoring/rules.yaml")
                .isEqualTo(Deploy.text(Path.of("kubernetes/monitoring/rules.yaml")));
    }

    @Test
    void whatPrometheusSelectsByIsOnEveryObjectOfTheOperator() {
        assertThat(Example.of(objects, "PodMonitor", "PrometheusRule"))
                .hasSize(5)
                .allSatisfy(object -> assertThat(
                                object.at("/metadata/labels/release").asText())
                        .isEqualTo("kube-prometheus-stack"));
        assertThat(Example.workloads(objects))
                .allSatisfy(workload -> assertThat(
                                workload.at("/metadata/labels/release").isMissingNode())
                        .isTrue());
    }

    @Test
    void everyDashboardIsAConfigMapThatTheSidecarFinds() {
        Map<String, String> dashboards = Deploy.files(Deploy.DASHBOARDS, ".json").stream()
                .collect(Collectors.toMap(file -> "ondes-" + file.getFileName(), Deploy::text));

        assertThat(Example.of(objects, "ConfigMap")
                        .filter(map -> map.at("/metadata/labels/grafana_dashboard")
                                .asText()
                                .equals("1"))
                        .flatMap(map -> map.path("data").properties().stream())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asText())))
                .isEqualTo(dashboards)
                .allSatisfy((key, dashboard) -> assertThat(dashboard.getBytes(StandardCharsets.UTF_8))
                        .as(key)
                        .hasSizeLessThan(ROOM));
    }

    /** A second one with the same {@code uid} would be left behind when the first one changes. */
    @Test
    void aChangedDashboardReplacesTheOneBefore() {
        assertThat(Example.of(objects, "ConfigMap")
                        .map(MonitoringIT::name)
                        .filter(name -> name.startsWith("ondes-dashboard-")))
                .containsExactlyInAnyOrder(
                        "ondes-dashboard-builds",
                        "ondes-dashboard-classes",
                        "ondes-dashboard-job",
                        "ondes-dashboard-overview",
                        "ondes-dashboard-queues",
                        "ondes-dashboard-spot");
    }

    /** By each PodMonitor that selects its pods, at each port of theirs that it names. */
    private Stream<Scrape> scrapes(JsonNode workload) {
        return Example.of(objects, "PodMonitor")
                .filter(monitor -> monitor.at("/metadata/namespace").equals(workload.at("/metadata/namespace")))
                .filter(monitor -> monitor.at("/spec/selector/matchLabels").properties().stream()
                        .allMatch(label ->
                                label.getValue().equals(labels(workload).path(label.getKey()))))
                .flatMap(monitor -> Deploy.stream(monitor.at("/spec/podMetricsEndpoints")))
                .flatMap(endpoint -> Deploy.stream(workload.at("/spec/template/spec/containers"))
                        .flatMap(container -> Deploy.stream(container.path("ports")))
                        .filter(port -> port.path("name").equals(endpoint.path("port")))
                        .map(port -> new Scrape(
                                port.path("containerPort").asInt(),
                                endpoint.path("path").asText())));
    }

    private static Scrape annotated(JsonNode workload) {
        JsonNode annotations = workload.at("/spec/template/metadata/annotations");
        return new Scrape(
                annotations.path("prometheus.io/port").asInt(),
                annotations.path("prometheus.io/path").asText("/metrics"));
    }

    private static JsonNode labels(JsonNode workload) {
        return workload.at("/spec/template/metadata/labels");
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private record Scrape(int port, String path) {}
}
