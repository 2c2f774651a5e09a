package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.QueueFigures.Kind;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.OperatorActed;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes, queues, alerts and cost. */
class ListsTest {
    private final Seeded seeded = new Seeded();

    @Test
    void aNodeThatLeavesComesFirstAndSaysHowLongIsLeft() {
        seeded.hear(seeded.says.notice("a", "node-a", NOON.minusSeconds(100), 11, 12))
                .hear(seeded.says.notice("b", "node-b", NOON.minusSeconds(190)))
                .hear(seeded.says.said(
                        NOON.minusSeconds(10),
                        new NodeDrained(
                                "b",
                                "node-b",
                                NoticeKind.SPOT_INTERRUPTION,
                                DrainOutcome.DEADLINE_REACHED,
                                3,
                                1,
                                2,
                                NOON.minusSeconds(40),
                                NOON.minusSeconds(10))));

        NodesView view = NodesView.of(seeded.moment(), 1);

        assertThat(view.leaving()).isEqualTo(1);
        assertThat(view.notices())
                .extracting(
                        NodesView.Notice::node,
                        one -> one.mark().word(),
                        NodesView.Notice::left,
                        NodesView.Notice::drain)
                .containsExactly(
                        tuple("node-a", "goes away", "20s", ""),
                        tuple("node-b", "went undrained", null, "3 evicted, 1 forced, 2 left, in 30s"));
        assertThat(view.notices().getFirst().jobs())
                .extracting(NodesView.JobLink::link)
                .containsExactly("/jobs/11", "/jobs/12");
    }

    @Test
    void aDrainedNodeIsThereWithItsJobsAndSaysSoInBothLists() {
        // Given
        Name job = Name.of(11, "small");
        seeded.hear(seeded.says.pod(job, 1, CapacityType.SPOT, NOON.minusSeconds(200)))
                .hear(seeded.says.started(job, 1, "node-a", NOON.minusSeconds(190)))
                .hear(seeded.says.notice("a", "node-a", NOON.minusSeconds(93), 11))
                .hear(drained("a", "node-a", DrainOutcome.COMPLETED))
                .hear(seeded.says.notice("b", "node-b", NOON.minusSeconds(93)))
                .hear(drained("b", "node-b", DrainOutcome.COMPLETED))
                .hear(seeded.says.notice("c", "node-c", NOON.minusSeconds(200)))
                .hear(drained("c", "node-c", DrainOutcome.COMPLETED));

        // When
        NodesView view = NodesView.of(seeded.moment(), 1);

        // Then
        assertThat(view.leaving()).isEqualTo(2);
        assertThat(view.notices())
                .extracting(NodesView.Notice::node, one -> one.mark().word(), NodesView.Notice::left)
                .containsExactlyInAnyOrder(
                        tuple("node-a", "drained, 1 job runs on", "27s"),
                        tuple("node-b", "drained, goes away", "27s"),
                        tuple("node-c", "drained", null));
        assertThat(view.busy())
                .extracting(NodesView.Busy::node, one -> one.mark().word())
                .containsExactly(tuple("node-a", "drained, 1 job runs on"));
    }

    @Test
    void anAttemptThatWasLostRunsOnNoNode() {
        Name job = Name.of(11, "small");
        seeded.hear(seeded.says.started(job, 1, "node-a", NOON.minusSeconds(90)))
                .hear(seeded.says.rescheduled(
                        job, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, NOON.minusSeconds(10)));

        assertThat(NodesView.of(seeded.moment(), 1).busy()).isEmpty();
    }

    private Event<NodeDrained> drained(String id, String node, DrainOutcome outcome) {
        return seeded.says.said(
                NOON.minusSeconds(90),
                new NodeDrained(
                        id,
                        node,
                        NoticeKind.SPOT_INTERRUPTION,
                        outcome,
                        0,
                        0,
                        1,
                        NOON.minusSeconds(91),
                        NOON.minusSeconds(90)));
    }

    @Test
    void aQueueThatNeedsALookComesFirst() {
        var figures = List.of(
                new QueueFigures("a.work", Kind.WORK, 5, 2),
                new QueueFigures("b.work", Kind.WORK, 5, 0),
                new QueueFigures("c.dead", Kind.KEPT, 1234, 0),
                new QueueFigures("d.dead", Kind.KEPT, 0, 0),
                new QueueFigures("e.stream", Kind.OTHER, 9, 1));

        QueuesView view = QueuesView.of(seeded.moment(List.of(), figures));

        assertThat(view.told()).isTrue();
        assertThat(view.rows())
                .extracting(QueuesView.Row::queue, row -> row.mark().word(), QueuesView.Row::messages)
                .containsExactly(
                        tuple("b.work", "nobody takes them", "5"),
                        tuple("c.dead", "wait for you", "1\u202f234"),
                        tuple("a.work", "being taken", "5"),
                        tuple("d.dead", "empty", "0"),
                        tuple("e.stream", "kept", "9"));
    }

    @Test
    void whatTheBrokerDoesNotTellIsUnknownAndNotEmpty() {
        assertThat(QueuesView.of(seeded.moment()).told()).isFalse();
    }

    @Test
    void anAlertThatIsOverSaysHowLongItTookAndWhoWasTold() {
        seeded.hear(seeded.says.said(
                        NOON.minusSeconds(900),
                        new AlertFiring(
                                "CiDeadLetters/q",
                                "CiDeadLetters",
                                Severity.WARNING,
                                null,
                                "q",
                                "wrong",
                                "very wrong",
                                NOON.minusSeconds(990),
                                NOON.minusSeconds(900),
                                null,
                                null,
                                List.of())))
                .hear(seeded.says.said(
                        NOON.minusSeconds(300),
                        new AlertResolved(
                                "CiDeadLetters/q",
                                "CiDeadLetters",
                                Severity.WARNING,
                                null,
                                "q",
                                "It is over",
                                NOON.minusSeconds(900),
                                NOON.minusSeconds(300),
                                List.of("pager", "chat"))));

        AlertsView view =
                AlertsView.of(seeded.moment(), new Rulebook(StandardRules.all(), Optional.empty()), "CiDeadLetters/q");

        assertThat(view.firing()).isEmpty();
        assertThat(view.ended())
                .extracting(
                        AlertsView.Ended::name,
                        AlertsView.Ended::about,
                        AlertsView.Ended::took,
                        AlertsView.Ended::told,
                        AlertsView.Ended::asked)
                .containsExactly(tuple("CiDeadLetters", "q", "10m", "pager, chat", true));
        assertThat(view.rules()).hasSize(StandardRules.all().size());
        assertThat(view.rules().get(4))
                .extracting(AlertsView.RuleRow::name, AlertsView.RuleRow::threshold, AlertsView.RuleRow::holdsFor)
                .containsExactly("CiSystemFailuresHigh", "10 %", "5m");
    }

    @Test
    void aSilenceIsShownWhileItIsInForceAndDeedsAlways() {
        seeded.hear(seeded.says.silenced(
                        "s-1",
                        "CiDeadLetters",
                        "q\u202e",
                        NOON.minusSeconds(60),
                        NOON.minusSeconds(60),
                        NOON.plusSeconds(60)))
                .hear(seeded.says.silenced(
                        "s-2", "CiNoEvents", null, NOON.minusSeconds(90), NOON.minusSeconds(90), NOON.minusSeconds(1)))
                .hear(seeded.says.said(
                        NOON.minusSeconds(60),
                        new OperatorActed("vera", "alert-silenced", "CiDeadLetters/q", 1, List.of("s-1"), "known")))
                .hear(seeded.says.said(
                        NOON.minusSeconds(30),
                        new OperatorActed("olga", "dead-letters-discarded", "ondes.dead-letters", 12, List.of(), null)))
                .hear(seeded.says.said(
                        NOON.minusSeconds(10), new OperatorActed("otto", "newer-word", "x", 1, List.of(), null)));

        AlertsView view = AlertsView.of(seeded.moment(), new Rulebook(StandardRules.all(), Optional.empty()), "");

        assertThat(view.silences())
                .extracting(
                        SilenceRow::alert,
                        SilenceRow::about,
                        SilenceRow::by,
                        row -> row.until().text())
                .containsExactly(tuple("CiDeadLetters", "q[U+202E]", "vera", "12:01:00"));
        assertThat(view.deeds())
                .extracting(DeedRow::who, DeedRow::what, DeedRow::reason)
                .containsExactly(
                        tuple("otto", "newer-word x", ""),
                        tuple("olga", "threw away from ondes.dead-letters (12)", ""),
                        tuple("vera", "silenced CiDeadLetters/q", "known"));
    }

    @Test
    void costIsSummedByClassProjectAndCapacity() {
        for (int id = 1; id <= 3; id++) {
            seeded.hear(seeded.says.finished(
                    new Name(id, id == 1 ? "small" : "large", "group/app", "x"),
                    EndReason.SCRIPT_SUCCEEDED,
                    NOON.minusSeconds(60),
                    NOON.minusSeconds(30)));
        }
        seeded.hear(seeded.says.finished(
                Name.of(9, "small"), EndReason.SCRIPT_SUCCEEDED, NOON.minusSeconds(9000), NOON.minusSeconds(8000)));

        CostView view = CostView.of(seeded.moment(), 24);

        assertThat(view.totals())
                .containsExactly(
                        new CostView.Row("All", "4", "0.0400 USD", "0.12 USD", "0.0800 USD", "66.7 %", 100, "100 %"));
        assertThat(view.classes())
                .extracting(CostView.Row::name, CostView.Row::paid, CostView.Row::part)
                .containsExactlyInAnyOrder(tuple("large", "0.0200 USD", 50), tuple("small", "0.0200 USD", 50));
        assertThat(view.projects())
                .singleElement()
                .extracting(CostView.Row::name)
                .isEqualTo("group/app");
    }

    @Test
    void costOfTheLastHourLeavesOutWhatEndedBefore() {
        seeded.hear(seeded.says.finished(
                        Name.of(9, "small"),
                        EndReason.SCRIPT_SUCCEEDED,
                        NOON.minusSeconds(9000),
                        NOON.minusSeconds(8000)))
                .hear(seeded.says.finished(
                        Name.of(8, "small"), EndReason.SCRIPT_SUCCEEDED, NOON.minusSeconds(90), NOON.minusSeconds(80)));

        assertThat(CostView.of(seeded.moment(), 1).totals())
                .extracting(CostView.Row::jobs)
                .containsExactly("1");
    }
}
