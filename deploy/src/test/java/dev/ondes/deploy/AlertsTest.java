package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.broker.Topology;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertsTest {
    private static final String OURS = "alerting-rules.yaml";
    private static final String OF_SERVICES = "alerting-rules-services.yaml";

    static Stream<String> alerts() {
        return names(rules());
    }

    private static Stream<JsonNode> rules() {
        return Stream.of(OURS, OF_SERVICES).flatMap(file -> Deploy.rules(file, "alert").stream());
    }

    private static Stream<String> names(Stream<JsonNode> rules) {
        return rules.map(rule -> rule.path("alert").asText());
    }

    private static JsonNode rule(String alert) {
        return rules().filter(rule -> rule.path("alert").asText().equals(alert))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theseAreTheAlertsOfMetricsAlerter() {
        assertThat(names(Deploy.rules(OURS, "alert").stream()))
                .containsExactlyInAnyOrder(
                        "CiJobsPendingTooLong",
                        "CiJobsPendingTooMany",
                        "CiSystemFailuresHigh",
                        "CiSystemFailureBudgetBurnFast",
                        "CiSystemFailureBudgetBurnSlow",
                        "CiNoEvents",
                        "CiQueueNotConsumed",
                        "CiDeadLetters",
                        "CiJobStuck",
                        "CiNoCapacityReports",
                        "CiWatchdog");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowUrgentItIsAndWhatIsWrong(String alert) {
        JsonNode rule = rule(alert);

        assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
        assertThat(rule.at("/annotations/summary").asText())
                .isNotEmpty()
                .as("a summary has no figures, so that all messages of an alert are one")
                .doesNotContain("{{");
        assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertsLabelsNeverHoldAFigureThatChanges(String alert) {
        assertThat(rule(alert).path("labels").toString()).doesNotContain("{{");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertLeadsToItsRunbook(String alert) {
        Path runbook = Deploy.RUNBOOKS.resolve(alert + ".md");

        assertThat(rule(alert).at("/annotations/runbook_url").asText()).endsWith("/" + alert);
        assertThat(runbook).exists();
        assertThat(Deploy.text(runbook))
                .startsWith("# " + alert + "\n")
                .contains("## Who is hit", "## Find the cause", "## Put it right", "## When the alert is wrong");
    }

    @Test
    void everyRunbookHasAnAlert() {
        assertThat(Deploy.files(Deploy.RUNBOOKS, ".md"))
                .extracting(file -> file.getFileName().toString().replace(".md", ""))
                .containsExactlyInAnyOrderElementsOf(alerts().toList());
    }

    @Test
    void rulesUseMetricsThatExist() {
        Set<String> known = Known.metrics();
        Stream.concat(rules(), Deploy.rules("recording-rules.yaml", "record").stream())
                .forEach(rule -> assertThat(known)
                        .as(rule.toString())
                        .containsAll(PromQl.metrics(rule.path("expr").asText())));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void runbooksUseMetricsThatExist(String alert) {
        Deploy.text(Deploy.RUNBOOKS.resolve(alert + ".md"))
                .lines()
                .flatMap(line -> Stream.of(line.split("`")))
                .filter(code -> code.contains("ondes_") && !code.contains(" says "))
                .forEach(query -> assertThat(Known.metrics())
                        .as(query)
                        .containsAll(PromQl.metrics(query).stream()
                                .filter(metric -> metric.contains("ondes_"))
                                .toList()));
    }

    /** Whose messages wait for an operator, go by themselves, or are replaced by the next one. */
    @Test
    void onlyQueuesThatAServiceMustTakeFromCountAsNotConsumed() {
        Set<String> others = Topology.ondes().queues().stream()
                .filter(queue -> queue.arguments().containsKey("x-message-ttl")
                        || !queue.arguments().containsKey("x-dead-letter-exchange"))
                .map(Topology.Queue::name)
                .collect(Collectors.toSet());

        assertThat(others).contains(Topology.DISPATCHER_CAPACITY, Topology.BUILDER_NOTICE, Topology.UNROUTED);
        assertThat(Stream.of(
                                rule("CiQueueNotConsumed").path("expr").asText(),
                                Deploy.text(Deploy.DASHBOARDS.resolve("queues.json"))
                                        .replace("\\\"", "\""))
                        .flatMap(AlertsTest::leftOut))
                .hasSize(2)
                .allSatisfy(pattern -> assertThat(Topology.ondes().queues())
                        .allSatisfy(queue -> assertThat(queue.name().matches(pattern))
                                .as(queue.name())
                                .isEqualTo(others.contains(queue.name()))));
    }

    private static Stream<String> leftOut(String text) {
        return Pattern.compile("queue!~\"([^\"]*)\"")
                .matcher(text)
                .results()
                .map(found -> found.group(1).replaceAll("\\\\+", "\\\\"));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void runbooksCountAFleetWithTwoReplicasOnce(String alert) {
        assertThat(Deploy.text(Deploy.RUNBOOKS.resolve(alert + ".md"))).doesNotContainPattern(PromQl.TWICE);
    }

    @Test
    void amountsThatFlapGoThroughAWindow() {
        rules().filter(rule -> rule.has("for"))
                .map(rule -> rule.path("expr").asText())
                .filter(query -> query.contains("ondes_queue_") || query.contains("ondes_jobs_stuck"))
                .forEach(query -> assertThat(query)
                        .as("a missed scrape must not begin an alert's waiting anew")
                        .contains("max_over_time("));
    }
}
