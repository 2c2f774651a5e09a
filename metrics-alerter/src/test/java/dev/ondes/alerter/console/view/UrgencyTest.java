package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.Alert.Quiet;
import dev.ondes.alerter.alerts.AlertKey;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UrgencyTest {
    private static final String CRITICAL = "CiNoCapacityReports";
    private static final String WARNING = "CiDeadLetters";

    @Test
    void nothingFiresWhileOnlyTheWatchdogDoes() {
        Urgency urgency = Urgency.of(List.of(alert(StandardRules.WATCHDOG, Quiet.TOLD)));

        assertThat(urgency.alerts()).isZero();
        assertThat(urgency.text()).isEqualTo("nothing fires");
        assertThat(urgency.worst().tone()).isEqualTo(Mark.Tone.GOOD);
    }

    @Test
    void warningsAloneAreNotRed() {
        Urgency urgency = Urgency.of(List.of(alert(WARNING, Quiet.TOLD), alert(WARNING, Quiet.TOLD)));

        assertThat(urgency.alerts()).isEqualTo(2);
        assertThat(urgency.text()).isEqualTo("2 warnings");
        assertThat(urgency.worst().tone()).isEqualTo(Mark.Tone.WAIT);
    }

    @Test
    void theWorstThatPeopleAreToldOfCounts() {
        var all = List.of(alert(WARNING, Quiet.TOLD), alert(CRITICAL, Quiet.TOLD), alert(CRITICAL, Quiet.SILENCED));

        assertThat(Urgency.of(all).text()).isEqualTo("1 critical, 1 warning; 1 more that nobody is told of");
        assertThat(Urgency.of(all).worst().tone()).isEqualTo(Mark.Tone.OURS);
        assertThat(Urgency.of(List.of(alert(CRITICAL, Quiet.SILENCED))).text()).isEqualTo("1 that nobody is told of");
    }

    private static Alert alert(String name, Quiet quiet) {
        Rule rule = StandardRules.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Alert(new AlertKey(name, ""), rule, NOON, NOON, OptionalDouble.of(1), quiet);
    }
}
