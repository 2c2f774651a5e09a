package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static dev.ondes.alerter.testing.Says.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.AlertKey;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.Outcomes;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NowViewTest {
    private static final Rulebook RULEBOOK =
            new Rulebook(StandardRules.all(), Optional.of(URI.create("https://books.example.com/ci")));
    private final Seeded seeded = new Seeded();

    @Test
    void whereNothingWasHeardNothingIsMadeUp() {
        NowView view = view(List.of());

        assertThat(view.waiting()).isZero();
        assertThat(view.oldest()).isNull();
        assertThat(view.room()).isNull();
        assertThat(view.classes()).isEmpty();
        assertThat(view.wrong()).isEmpty();
        assertThat(view.chart()).isNull();
    }

    @Test
    void aClassSaysHowManyWaitAndWhy() {
        // Given
        Name before = Name.of(1, "small");
        seeded.hear(seeded.says.queued(before, NOON.minusSeconds(4000), NOON.minusSeconds(3990)))
                .hear(seeded.says.finished(
                        before, EndReason.SCRIPT_SUCCEEDED, NOON.minusSeconds(4000), NOON.minusSeconds(3000)))
                .hear(seeded.says.observed(Name.of(2, "?"), "pending", NOON.minusSeconds(200)))
                .hear(seeded.says.observed(Name.of(3, "?"), "pending", NOON.minusSeconds(100)))
                .hear(seeded.says.capacity(NOON.minusSeconds(1), room("small", 4, 0), room("large", 8, 6)));

        // When
        NowView view = view(List.of());

        // Then
        assertThat(view.waiting()).isEqualTo(2);
        assertThat(view.oldest().text()).isEqualTo("3m 20s");
        assertThat(view.why())
                .extracting(ClassRow.Why::jobs, ClassRow.Why::word)
                .containsExactly(tuple(2, "no room"));
        assertThat(view.room()).isEqualTo(new ClassRow.Room(6, 12, 6, 50));
        ClassRow small = view.classes().getFirst();
        assertThat(small.name()).isEqualTo("small");
        assertThat(small.why())
                .extracting(ClassRow.Why::jobs, ClassRow.Why::word)
                .containsExactly(tuple(2, "no room"));
        assertThat(small.room()).isEqualTo(new ClassRow.Room(4, 4, 0, 100));
    }

    @Test
    void roomThatNobodySaidForAMinuteIsUnknown() {
        seeded.hear(seeded.says.capacity(NOON.minusSeconds(61), room("small", 4, 2)));

        assertThat(view(List.of()).classes())
                .singleElement()
                .extracting(ClassRow::room)
                .isNull();
    }

    @Test
    void whatWentWrongIsOursAndOfTheLastHours() {
        seeded.hear(seeded.says.finished(
                        Name.of(1, "small"), EndReason.NODE_LOST, NOON.minusSeconds(99), NOON.minusSeconds(60)))
                .hear(seeded.says.finished(
                        Name.of(2, "small"), EndReason.SCRIPT_FAILED, NOON.minusSeconds(99), NOON.minusSeconds(50)))
                .hear(seeded.says.said(
                        NOON.minusSeconds(40),
                        new SystemFailure("spot-watcher", "drain-failed", "node-1", null, "A drain failed")))
                .hear(seeded.says.said(
                        NOON.minusSeconds(11_000),
                        new SystemFailure("spot-watcher", "drain-failed", "node-2", null, "Long ago")));

        assertThat(view(List.of()).wrong())
                .extracting(NowView.Wrong::what, NowView.Wrong::about, NowView.Wrong::link)
                .containsExactly(
                        tuple("spot-watcher: A drain failed", "node-1", null),
                        tuple("The node that ran the job vanished", "compile of group/app", "/jobs/1"));
    }

    @Test
    void theLastHourSaysWhoseDoingFailuresWere() {
        end(1, EndReason.NODE_LOST, 3700)
                .end(2, EndReason.SCRIPT_FAILED, 3500)
                .end(3, EndReason.SCRIPT_SUCCEEDED, 3000)
                .end(4, EndReason.JOB_TIMEOUT, 120)
                .end(5, EndReason.NODE_LOST, 60);

        assertThat(view(List.of()).hour()).isEqualTo(new Outcomes(4, 1, 2));
    }

    @Test
    void ofManyThatWentWrongTheLastTwelveAreShown() {
        for (int i = 1; i <= 15; i++) {
            end(i, EndReason.NODE_LOST, 200 - i);
        }

        assertThat(view(List.of()).wrong())
                .extracting(NowView.Wrong::link)
                .hasSize(12)
                .startsWith("/jobs/15", "/jobs/14")
                .endsWith("/jobs/4");
    }

    @Test
    void isMadeOnceForAllWhoLookAtTheSameMoment() {
        // Given
        var views = new NowViews(RULEBOOK);
        Moment moment = seeded.moment();
        Moment again = new Moment(
                moment.fleet(),
                List.of(),
                List.of(),
                moment.standing(),
                new Times(NOON.plusSeconds(1), ZoneOffset.UTC));
        NowView view = views.of(moment);

        // Then
        assertThat(views.of(again)).isSameAs(view);
        var alert = alert("CiNoCapacityReports", Alert.Quiet.TOLD);
        Moment fires = new Moment(moment.fleet(), List.of(alert), List.of(), moment.standing(), moment.times());
        assertThat(views.of(fires).alerts()).hasSize(1);
        end(1, EndReason.NODE_LOST, 60);
        assertThat(views.of(seeded.moment()).hour()).isEqualTo(new Outcomes(1, 1, 0));
    }

    private NowViewTest end(long job, EndReason reason, long ago) {
        seeded.hear(seeded.says.finished(
                Name.of(job, "small"), reason, NOON.minusSeconds(ago + 30), NOON.minusSeconds(ago)));
        return this;
    }

    @Test
    void anAlertSaysItsValueInItsUnitAndWhereToReadOn() {
        Rule rule = rule("CiJobsPendingTooLong");
        var alert = new Alert(
                new AlertKey(rule.name(), "small"),
                rule,
                NOON.minusSeconds(1000),
                NOON.minusSeconds(800),
                OptionalDouble.of(1900),
                Alert.Quiet.MAINTENANCE);

        AlertRow row = view(List.of(alert)).alerts().getFirst();

        assertThat(row.value()).isEqualTo("31m 40s");
        assertThat(row.threshold()).isEqualTo("15m");
        assertThat(row.since().text()).isEqualTo("16m 40s");
        assertThat(row.quiet()).isEqualTo("a maintenance window says that it is expected");
        assertThat(row.runbook()).isEqualTo("https://books.example.com/ci/CiJobsPendingTooLong.md");
        assertThat(row.idInUrl()).isEqualTo("CiJobsPendingTooLong%2Fsmall");
    }

    @Test
    void whatPeopleAreToldComesFirstTheMostUrgentBeforeAll() {
        var alerts = List.of(
                alert("CiJobsPendingTooLong", Alert.Quiet.TOLD),
                alert("CiSystemFailuresHigh", Alert.Quiet.INHIBITED),
                alert("CiNoCapacityReports", Alert.Quiet.TOLD));

        assertThat(view(alerts).alerts())
                .extracting(AlertRow::name)
                .containsExactly("CiNoCapacityReports", "CiJobsPendingTooLong", "CiSystemFailuresHigh");
    }

    @Test
    void theWatchdogIsNoAlert() {
        Rule rule = rule(StandardRules.WATCHDOG);
        var watchdog =
                new Alert(new AlertKey(rule.name(), ""), rule, NOON, NOON, OptionalDouble.of(1), Alert.Quiet.TOLD);

        assertThat(view(List.of(watchdog)).alerts()).isEmpty();
    }

    @Test
    void theChartIsMadeOfTheTimesOfJobs() {
        // Given a job that waited from 11:50:30 to 11:53:30, ran until 11:58:30 and failed by our doing
        Name job = Name.of(5, "small");
        seeded.hear(seeded.says.queued(job, NOON.minusSeconds(570), NOON.minusSeconds(565)))
                .hear(seeded.says.pod(job, 1, CapacityType.SPOT, NOON.minusSeconds(560)))
                .hear(seeded.says.started(job, 1, "node-1", NOON.minusSeconds(390)))
                .hear(seeded.says.observed(Name.of(6, "?"), "pending", NOON.minusSeconds(90)));

        // When
        History history = History.of(seeded.moment().fleet());

        // Then
        assertThat(history.minutes()).isEqualTo(181);
        assertThat(history.waiting().subList(170, 181)).containsExactly(0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1);
        assertThat(history.running().subList(170, 181)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1);
        assertThat(Chart.of(history, seeded.moment().times()).summary())
                .isEqualTo("Now 1 wait or start and 1 run; within three hours at most 1 waited and 1 ran,"
                        + " and 0 failed through our doing");
    }

    private NowView view(List<Alert> firing) {
        return NowView.of(seeded.moment(firing, List.of()), RULEBOOK);
    }

    private static Alert alert(String name, Alert.Quiet quiet) {
        return new Alert(new AlertKey(name, ""), rule(name), NOON, NOON, OptionalDouble.of(1), quiet);
    }

    private static Rule rule(String name) {
        return StandardRules.all().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
