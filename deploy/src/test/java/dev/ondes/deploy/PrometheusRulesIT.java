package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus' and Alertmanager's own tools on our files. */
class PrometheusRulesIT {
    private final Tool promtool = new Tool("promtool", "prometheus");
    private final Tool amtool = new Tool("amtool", "prometheus-alertmanager");

    @Test
    void rulesAreRulesWithoutFindings() throws Exception {
        String said = promtool.run(
                Deploy.PROMETHEUS,
                "check",
                "rules",
                "--lint=all",
                "--lint-fatal",
                "recording-rules.yaml",
                "alerting-rules.yaml",
                "alerting-rules-services.yaml");

        assertThat(said).contains("SUCCESS: 11 rules found", "SUCCESS: 7 rules found");
    }

    @Test
    void alertsFireAtTheMinuteThatTheirTestsSay() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        Path tests = Deploy.PROMETHEUS.resolve("tests");
        Deploy.files(tests, ".yaml")
                .forEach(file -> arguments.add(file.getFileName().toString()));
        assertThat(arguments).hasSizeGreaterThan(5);

        promtool.run(tests, arguments.toArray(String[]::new));
    }

    @Test
    void everyAlertIsTestedToFire() {
        StringBuilder tests = new StringBuilder();
        Deploy.files(Deploy.PROMETHEUS.resolve("tests"), ".yaml").forEach(file -> tests.append(Deploy.text(file)));

        assertThat(AlertsTest.alerts())
                .allSatisfy(alert ->
                        assertThat(tests).containsPattern("runbook_url: https://ondes.dev/runbooks/" + alert + "\\b"));
    }

    /** Over a fleet that exposes every metric with its source's labels. An empty answer is no answer. */
    @Test
    void everyQueryOfEveryDashboardHasAnAnswer(@TempDir Path folder) throws Exception {
        StringBuilder test = new StringBuilder("rule_files: ['"
                + Deploy.PROMETHEUS.toAbsolutePath().resolve("recording-rules.yaml") + "']\n"
                + "evaluation_interval: 30s\ntests:\n  - interval: 30s\n    input_series:\n");
        Deploy.text(Path.of("src/test/resources/fleet.yaml"))
                .lines()
                .forEach(line -> test.append("      ").append(line).append('\n'));
        test.append("    promql_expr_test:\n");
        int queries = 0;
        for (Path dashboard : Deploy.files(Deploy.DASHBOARDS, ".json")) {
            for (var panel : Deploy.json(dashboard).path("panels")) {
                for (String query : DashboardsTest.queries(panel)) {
                    queries++;
                    test.append("      - {eval_time: 59m, expr: '")
                            .append("count(" + PromQl.filled(query).replace("'", "''") + ") > bool 0")
                            .append("', exp_samples: [{labels: '{}', value: 1}]}\n");
                }
            }
        }
        Path file = Files.writeString(folder.resolve("dashboards.yaml"), test);

        promtool.run(folder, "test", "rules", file.toString());

        assertThat(queries).isGreaterThan(60);
    }

    @Test
    void theSampleForAlertmanagerIsOne() throws Exception {
        assertThat(amtool.run(Deploy.PROMETHEUS, "check-config", "alertmanager.yaml"))
                .contains("SUCCESS", "2 inhibit rules", "3 receivers");
    }

    @ParameterizedTest
    @CsvSource({
        "CiWatchdog, info, dead-man",
        "CiNoEvents, critical, 'ci-on-call,ci-channel'",
        "CiSystemFailureBudgetBurnFast, critical, 'ci-on-call,ci-channel'",
        "CiJobsPendingTooLong, warning, ci-channel",
        "CiDeadLetters, warning, ci-channel",
        "CiSpotQueueNotRead, critical, 'ci-on-call,ci-channel'"
    })
    void anAlertGoesToThoseWhomItConcerns(String alert, String severity, String receivers) throws Exception {
        amtool.run(
                Deploy.PROMETHEUS,
                "config",
                "routes",
                "test",
                "--config.file=alertmanager.yaml",
                "--verify.receivers=" + receivers,
                "alertname=" + alert,
                "severity=" + severity);
    }
}
