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
                "alerting-rules.yaml");

        assertThat(said).contains("SUCCESS: 11 rules found");
    }

    @Test
    void alertsFireAtTheMinuteThatTheirTestsSay() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        Path tests = Deploy.PROMETHEUS.resolve("tests");
        Deploy.files(tests, ".yaml")
                .forEach(file -> arguments.add(file.getFileName().toString()));
        assertThat(arguments).hasSizeGreaterThan(4);

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

    @Test
    void everyQueryOfEveryDashboardIsPromQl(@TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int number = 0;
        for (Path dashboard : Deploy.files(Deploy.DASHBOARDS, ".json")) {
            for (var panel : Deploy.json(dashboard).path("panels")) {
                for (String query : DashboardsTest.queries(panel)) {
                    rules.append("      - record: query:number")
                            .append(number++)
                            .append("\n        expr: '")
                            .append(PromQl.filled(query).replace("'", "''"))
                            .append("'\n");
                }
            }
        }
        Path file = Files.writeString(folder.resolve("dashboards.yaml"), rules);

        String said = promtool.run(folder, "check", "rules", file.toString());

        assertThat(said).contains("SUCCESS: " + number + " rules found");
        assertThat(number).isGreaterThan(60);
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
        "CiDeadLetters, warning, ci-channel"
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
