package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.AlertKey;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the message to the alert, from there to what it is about, and from there to one job: three clicks. */
class LookTest {

    @ParameterizedTest
    @CsvSource({
        "CiJobsPendingTooLong, a b, /jobs?class=a%20b&state=pending&sort=waited",
        "CiJobsPendingTooMany, small, /jobs?class=small&state=pending&sort=waited",
        "CiSystemFailuresHigh, small, /jobs?class=small&outcome=system-failed",
        "CiSystemFailureBudgetBurnFast, '', /jobs?outcome=system-failed",
        "CiSystemFailureBudgetBurnSlow, '', /jobs?outcome=system-failed",
        "CiJobStuck, small, /jobs?class=small&state=stuck",
        "CiQueueNotConsumed, pod-scheduler.job.queued, /queues",
        "CiDeadLetters, ondes.dead-letters, /dead-letters",
        "CiNoCapacityReports, '', /#classes",
        "CiNoEvents, '', /queues",
        "CiWatchdog, '', /alerts"
    })
    void anAlertLeadsToWhereItsCauseIsSeen(String rule, String about, String link) {
        assertThat(look(rule, about).link()).isEqualTo(link);
    }

    @Test
    void noRuleIsLeftOut() {
        assertThat(Stream.of(LookTest.class.getDeclaredMethods())
                        .flatMap(method -> Stream.ofNullable(method.getAnnotation(CsvSource.class)))
                        .flatMap(cases -> Stream.of(cases.value()))
                        .map(one -> one.split(",")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        StandardRules.all().stream().map(Rule::name).toList());
    }

    private static Look look(String name, String about) {
        Rule rule = StandardRules.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Look.at(new Alert(new AlertKey(name, about), rule, NOON, NOON, OptionalDouble.of(1), Alert.Quiet.TOLD));
    }
}
