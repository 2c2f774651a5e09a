package dev.ondes.alerter.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.SimulatedWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A week of a fleet, looked at each minute: exactly the alerts of the list, at the minute that it says, and no other. */
class WeekTest {
    @Test
    void firesWhatTheListSaysAndNothingElse() {
        // Given
        var fleet = new Fleet(Staleness.STANDARD, AlertWatch.windows(StandardRules.all()), FleetCounts.NONE);
        var watch = new AlertWatch(
                StandardRules.all().stream()
                        .filter(rule -> !rule.name().equals(StandardRules.WATCHDOG))
                        .toList(),
                List.of());
        List<String> history = new ArrayList<>();
        Map<String, KnownAlert> said = new HashMap<>();
        var minutes = new Object() {
            Instant next = SimulatedWeek.MONDAY.plusSeconds(60);
        };

        // When
        SimulatedWeek.fleet().run((arrival, event) -> {
            while (!arrival.isBefore(minutes.next)) {
                Seen seen = new Seen(fleet.snapshot(minutes.next), List.of(), SimulatedWeek.MONDAY);
                String minute = SimulatedWeek.minute(minutes.next);
                News news = News.of(watch.look(seen, said.values()), said, seen);
                news.firing().forEach(began -> {
                    history.add(minute + " fires " + began.alertId());
                    said.merge(
                            began.alertId(),
                            KnownAlert.of(began.alertId()).with(new KnownAlert.Firing(seen.at(), began)),
                            (before, now) -> before.with(now.firing()));
                });
                news.resolved().forEach(ended -> {
                    history.add(minute + " over " + ended.alertId());
                    said.computeIfPresent(
                            ended.alertId(), (id, before) -> before.with(new KnownAlert.Resolved(seen.at(), ended)));
                });
                minutes.next = minutes.next.plusSeconds(60);
            }
            fleet.on(event, arrival);
        });

        // Then
        assertThat(history).containsExactlyElementsOf(SimulatedWeek.LIST);
    }
}
