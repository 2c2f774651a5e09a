package dev.ondes.spot.marks;

import static dev.ondes.contracts.node.InstanceAction.REBOOT;
import static dev.ondes.contracts.node.InstanceAction.STOP;
import static dev.ondes.contracts.node.InstanceAction.TERMINATE;
import static dev.ondes.contracts.node.InstanceAction.UNKNOWN;
import static dev.ondes.spot.marks.Nodes.EARLIER;
import static dev.ondes.spot.marks.Nodes.NOW;
import static dev.ondes.spot.marks.Nodes.condition;
import static dev.ondes.spot.marks.Nodes.cordoned;
import static dev.ondes.spot.marks.Nodes.deleting;
import static dev.ondes.spot.marks.Nodes.healthy;
import static dev.ondes.spot.marks.Nodes.label;
import static dev.ondes.spot.marks.Nodes.node;
import static dev.ondes.spot.marks.Nodes.ready;
import static dev.ondes.spot.marks.Nodes.taint;
import static dev.ondes.spot.marks.Nodes.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.marks.Change.Heard;
import dev.ondes.spot.marks.Change.Withdrawn;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadingTest {
    private static final Node CANDIDATE = node(taint(AutoscalerMarks.CANDIDATE, "1772618300", "PreferNoSchedule"));
    private static final Node TO_BE_DELETED =
            node(taint(AutoscalerMarks.TO_BE_DELETED, "1772618340", "NoSchedule"), cordoned());
    private static final Mark CANDIDATE_MARK = mark(
            NoticeKind.SCALE_DOWN_CANDIDATE,
            TERMINATE,
            Teller.CLUSTER_AUTOSCALER,
            Instant.ofEpochSecond(1772618300L),
            null);
    private static final Mark SCALE_DOWN_MARK =
            mark(NoticeKind.SCALE_DOWN, TERMINATE, Teller.CLUSTER_AUTOSCALER, Instant.ofEpochSecond(1772618340L), null);
    private static final Mark CORDON_MARK = mark(NoticeKind.DRAIN_REQUESTED, UNKNOWN, Teller.CORDON, EARLIER, null);
    private static final Mark SILENCE = mark(NoticeKind.NODE_SILENT, UNKNOWN, Teller.CONTROL_PLANE, EARLIER, null);

    static Stream<Arguments> nodesThatGoAway() {
        return Stream.of(
                arguments("cluster-autoscaler's candidate", CANDIDATE, CANDIDATE_MARK),
                arguments("cluster-autoscaler's removal, which cordons", TO_BE_DELETED, SCALE_DOWN_MARK),
                arguments(
                        "cluster-autoscaler's removal with an odd value",
                        node(taint(AutoscalerMarks.TO_BE_DELETED, "soon", "NoSchedule")),
                        mark(NoticeKind.SCALE_DOWN, TERMINATE, Teller.CLUSTER_AUTOSCALER, NOW, null)),
                arguments(
                        "Karpenter v1",
                        node(taint(KarpenterMarks.DISRUPTED)),
                        mark(NoticeKind.CONSOLIDATION, TERMINATE, Teller.KARPENTER, NOW, null)),
                arguments(
                        "Karpenter before v1",
                        node(taint(KarpenterMarks.DISRUPTION, "disrupting", "NoSchedule")),
                        mark(NoticeKind.CONSOLIDATION, TERMINATE, Teller.KARPENTER, NOW, null)),
                arguments(
                        "Karpenter's finalizer on a node that is being deleted",
                        node(deleting(KarpenterMarks.FINALIZER)),
                        mark(NoticeKind.CONSOLIDATION, TERMINATE, Teller.KARPENTER, EARLIER, null)),
                arguments(
                        "termination handler, spot",
                        node(taint(TerminationHandlerMarks.PREFIX + "spot-itn", "e-1", "NoSchedule"), cordoned()),
                        mark(
                                NoticeKind.SPOT_INTERRUPTION,
                                UNKNOWN,
                                Teller.NODE_TERMINATION_HANDLER,
                                NOW,
                                NOW.plusSeconds(110))),
                arguments(
                        "termination handler, rebalance, which cordons",
                        node(
                                taint(TerminationHandlerMarks.PREFIX + "rebalance-recommendation", "e-1", "NoSchedule"),
                                cordoned()),
                        mark(NoticeKind.REBALANCE_RECOMMENDED, TERMINATE, Teller.NODE_TERMINATION_HANDLER, NOW, null)),
                arguments(
                        "termination handler, Auto Scaling",
                        node(taint(TerminationHandlerMarks.PREFIX + "asg-lifecycle-termination", "e-1", "NoExecute")),
                        mark(NoticeKind.GROUP_SCALE_IN, TERMINATE, Teller.NODE_TERMINATION_HANDLER, NOW, null)),
                arguments(
                        "termination handler, maintenance",
                        node(taint(TerminationHandlerMarks.PREFIX + "scheduled-maintenance", "e-1", "NoSchedule")),
                        mark(NoticeKind.MAINTENANCE, UNKNOWN, Teller.NODE_TERMINATION_HANDLER, NOW, null)),
                arguments(
                        "termination handler, a cause of a newer version",
                        node(taint(TerminationHandlerMarks.PREFIX + "flood", "e-1", "NoSchedule")),
                        mark(NoticeKind.DRAIN_REQUESTED, UNKNOWN, Teller.NODE_TERMINATION_HANDLER, NOW, null)),
                arguments(
                        "termination handler before a reboot",
                        node(
                                label(TerminationHandlerMarks.ACTION, "UncordonAfterReboot"),
                                label(TerminationHandlerMarks.ACTION_TIME, "1772618340"),
                                cordoned()),
                        mark(
                                NoticeKind.MAINTENANCE,
                                REBOOT,
                                Teller.NODE_TERMINATION_HANDLER,
                                Instant.ofEpochSecond(1772618340L),
                                null)),
                arguments(
                        "Google's handler on a spot node",
                        node(taint(CloudMarks.GCP_IMPENDING), label("cloud.google.com/gke-spot", "true")),
                        mark(
                                NoticeKind.SPOT_INTERRUPTION,
                                TERMINATE,
                                Teller.GCP_TERMINATION_HANDLER,
                                NOW,
                                NOW.plusSeconds(30))),
                arguments(
                        "Google's handler on another node",
                        node(taint(CloudMarks.GCP_IMPENDING)),
                        mark(
                                NoticeKind.MAINTENANCE,
                                TERMINATE,
                                Teller.GCP_TERMINATION_HANDLER,
                                NOW,
                                NOW.plusSeconds(30))),
                arguments(
                        "AKS, preemption with a deadline in its message",
                        node(condition(
                                CloudMarks.AKS_PREEMPTION,
                                "Preempt Scheduled: Wed, 04 Mar 2026 10:00:30 GMT. For more information, see docs.")),
                        mark(
                                NoticeKind.SPOT_INTERRUPTION,
                                TERMINATE,
                                Teller.AKS,
                                EARLIER,
                                Instant.parse("2026-03-04T10:00:30Z"))),
                arguments(
                        "AKS, preemption with a day of one digit",
                        node(condition(
                                CloudMarks.AKS_PREEMPTION,
                                "Preempt Scheduled: Wed, 4 Mar 2026 10:00:30 GMT. EventId: x")),
                        mark(
                                NoticeKind.SPOT_INTERRUPTION,
                                TERMINATE,
                                Teller.AKS,
                                EARLIER,
                                Instant.parse("2026-03-04T10:00:30Z"))),
                arguments(
                        "AKS, preemption with a message in other words",
                        node(condition(CloudMarks.AKS_PREEMPTION, "soon")),
                        mark(NoticeKind.SPOT_INTERRUPTION, TERMINATE, Teller.AKS, EARLIER, EARLIER.plusSeconds(30))),
                arguments(
                        "AKS, redeploy",
                        node(condition(CloudMarks.AKS_EVENT, "Redeploy Scheduled: Wed, 04 Mar 2026 10:10:00 GMT. See")),
                        mark(
                                NoticeKind.MAINTENANCE,
                                TERMINATE,
                                Teller.AKS,
                                EARLIER,
                                Instant.parse("2026-03-04T10:10:00Z"))),
                arguments(
                        "AKS, reboot that began",
                        node(condition(CloudMarks.AKS_EVENT, "Reboot Scheduled: ")),
                        mark(NoticeKind.MAINTENANCE, REBOOT, Teller.AKS, EARLIER, null)),
                arguments(
                        "AKS drains a spot node",
                        node(
                                taint(CloudMarks.AKS_AUTO_DRAIN),
                                label("kubernetes.azure.com/scalesetpriority", "spot"),
                                cordoned()),
                        mark(NoticeKind.SPOT_INTERRUPTION, TERMINATE, Teller.AKS, NOW, null)),
                arguments(
                        "the cloud's controller sees the machine stopped",
                        node(
                                taint(CloudMarks.SHUTDOWN),
                                ready("Unknown", "NodeStatusUnknown", "Kubelet stopped posting", EARLIER)),
                        mark(NoticeKind.INSTANCE_STOPPING, STOP, Teller.CONTROL_PLANE, NOW, NOW)),
                arguments(
                        "kubelet shuts down with its machine",
                        node(ready("False", "KubeletNotReady", "node is shutting down", EARLIER)),
                        mark(NoticeKind.INSTANCE_STOPPING, STOP, Teller.KUBELET, EARLIER, null)),
                arguments(
                        "kubelet went silent",
                        node(ready("Unknown", "NodeStatusUnknown", "Kubelet stopped posting", EARLIER)),
                        SILENCE),
                arguments(
                        "a node that was ready isn't",
                        node(ready("False", "KubeletNotReady", "container runtime is down", EARLIER)),
                        SILENCE),
                arguments("kubectl cordon or drain", node(cordoned()), CORDON_MARK),
                arguments(
                        "kops' rolling update comes to this node",
                        node(taint(CordonMarks.KOPS_UPDATE, "", "PreferNoSchedule"), cordoned()),
                        mark(NoticeKind.DRAIN_REQUESTED, UNKNOWN, Teller.KOPS, EARLIER, null)),
                arguments(
                        "somebody deletes the node, something holds it",
                        node(deleting("example.com/hold")),
                        mark(NoticeKind.NODE_DELETED, UNKNOWN, Teller.CONTROL_PLANE, EARLIER, null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodesThatGoAway")
    void tellsWhoTakesANodeAwayAndWhy(String what, Node node, Mark expected) {
        assertThat(Reading.changes(view(node), List.of(), OnRecord.NOTHING)).containsExactly(new Heard(expected));
    }

    static Stream<Arguments> nodesThatStay() {
        return Stream.of(
                arguments("a healthy node", healthy()),
                arguments("a spot node's own taint", node(taint("dedicated", "spot", "NoSchedule"))),
                arguments(
                        "AKS' taint of every spot node",
                        node(taint("kubernetes.azure.com/scalesetpriority", "spot", "NoSchedule"))),
                arguments("our taint", node(taint(NodeMarks.taint(LossCause.SPOT)))),
                arguments(
                        "our taint on a drained node",
                        node(taint(CloudMarks.OUT_OF_SERVICE, NodeMarks.ONDES, "NoExecute"))),
                arguments(
                        "a node that registers",
                        node(
                                taint("karpenter.sh/unregistered", "", "NoExecute"),
                                taint("node.kubernetes.io/not-ready"),
                                ready("False", "KubeletNotReady", "cni plugin not initialized", Nodes.BORN))),
                arguments(
                        "a node whose kubelet never said anything",
                        node(ready("Unknown", "NodeStatusNeverUpdated", "Kubelet never posted", EARLIER))),
                arguments("Karpenter's old taint with another value", node(taint(KarpenterMarks.DISRUPTION, "x", ""))),
                arguments("kops' rolling update has yet to come", node(taint(CordonMarks.KOPS_UPDATE))),
                arguments(
                        "AKS, a freeze of seconds",
                        node(condition(CloudMarks.AKS_EVENT, "Freeze Scheduled: Wed, 04 Mar 2026 10:10:00 GMT."))),
                arguments(
                        "the termination handler's label on a node that takes pods",
                        node(label(TerminationHandlerMarks.ACTION, "UncordonAfterReboot"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodesThatStay")
    void saysNothingOfANodeThatStays(String what, Node node) {
        assertThat(Reading.changes(view(node), List.of(), OnRecord.NOTHING)).isEmpty();
    }

    @Test
    void takesOurOwnCordonForNoNotice() {
        var ours = new OnRecord(Map.of(NoticeKind.REBALANCE_RECOMMENDED, Set.of("imds")), true);

        assertThat(Reading.changes(view(node(cordoned())), List.of(), ours)).isEmpty();
    }

    @Test
    void hearsADrainOfANodeThatWeKnowOfAndDidNotCordon() {
        var observed = new OnRecord(Map.of(NoticeKind.REBALANCE_RECOMMENDED, Set.of("imds")), false);

        assertThat(Reading.changes(view(node(cordoned())), List.of(), observed))
                .containsExactly(new Heard(CORDON_MARK));
    }

    @Test
    void takesTheSilenceOfANodeThatWasToGoForNoNews() {
        var spot = new OnRecord(Map.of(NoticeKind.SPOT_INTERRUPTION, Set.of("sqs")), true);
        Node silent = node(cordoned(), ready("Unknown", "NodeStatusUnknown", "", EARLIER));

        assertThat(Reading.changes(view(silent), List.of(), spot)).isEmpty();
    }

    @Test
    void aCordonExplainsNoSilence() {
        var drained = new OnRecord(Map.of(NoticeKind.DRAIN_REQUESTED, Set.of("cordon")), false);
        Node silent = node(cordoned(), ready("Unknown", "NodeStatusUnknown", "", EARLIER));

        assertThat(Reading.changes(view(silent), List.of(CORDON_MARK), drained)).containsExactly(new Heard(SILENCE));
    }

    @Test
    void repeatsNothing() {
        assertThat(Reading.changes(view(TO_BE_DELETED), List.of(SCALE_DOWN_MARK), OnRecord.NOTHING))
                .isEmpty();
    }

    @Test
    void aReckonedDeadlineDoesNotWander() {
        Node spot = node(taint(TerminationHandlerMarks.PREFIX + "spot-itn", "e-1", "NoSchedule"));
        Mark told = mark(
                NoticeKind.SPOT_INTERRUPTION,
                UNKNOWN,
                Teller.NODE_TERMINATION_HANDLER,
                EARLIER,
                EARLIER.plusSeconds(110));

        assertThat(Reading.changes(view(spot), List.of(told), OnRecord.NOTHING)).isEmpty();
    }

    @Test
    void withdrawsAScaleDownThatFailed() {
        assertThat(Reading.changes(view(healthy()), List.of(SCALE_DOWN_MARK), OnRecord.NOTHING))
                .containsExactly(new Withdrawn(SCALE_DOWN_MARK, "cluster-autoscaler took its mark off the node"));
    }

    @Test
    void keepsACandidateThatIsNowToBeDeletedUntilNeitherIsThere() {
        List<Mark> both = List.of(CANDIDATE_MARK, SCALE_DOWN_MARK);

        assertThat(Reading.changes(view(TO_BE_DELETED), List.of(CANDIDATE_MARK), OnRecord.NOTHING))
                .containsExactly(new Heard(SCALE_DOWN_MARK));
        assertThat(Reading.changes(view(TO_BE_DELETED), both, OnRecord.NOTHING)).isEmpty();
        assertThat(Reading.changes(view(healthy()), both, OnRecord.NOTHING))
                .extracting(Change::mark)
                .containsExactlyInAnyOrder(CANDIDATE_MARK, SCALE_DOWN_MARK);
    }

    @Test
    void withdrawsTheScaleDownAloneWhereTheNodeStaysACandidate() {
        assertThat(Reading.changes(view(CANDIDATE), List.of(CANDIDATE_MARK, SCALE_DOWN_MARK), OnRecord.NOTHING))
                .extracting(Change::mark)
                .containsExactly(SCALE_DOWN_MARK);
    }

    @Test
    void withdrawsACordonAndASilence() {
        assertThat(Reading.changes(view(healthy()), List.of(CORDON_MARK, SILENCE), OnRecord.NOTHING))
                .containsExactlyInAnyOrder(
                        new Withdrawn(CORDON_MARK, "The node takes pods again"),
                        new Withdrawn(SILENCE, "The node is ready again"));
    }

    @Test
    void keepsACordonThatSomethingElseExplainsLater() {
        assertThat(Reading.changes(view(TO_BE_DELETED), List.of(CORDON_MARK), OnRecord.NOTHING))
                .containsExactly(new Heard(SCALE_DOWN_MARK));
    }

    static Stream<Arguments> karpenterReasons() {
        return Stream.of(
                arguments(null, NoticeKind.DRAIN_REQUESTED),
                arguments("Underutilized", NoticeKind.CONSOLIDATION),
                arguments("Empty", NoticeKind.CONSOLIDATION),
                arguments("Drifted", NoticeKind.DRAIN_REQUESTED),
                arguments("SpotInterruption", NoticeKind.SPOT_INTERRUPTION),
                arguments("Unhealthy", NoticeKind.INSTANCE_UNHEALTHY),
                arguments("SomethingNewer", NoticeKind.CONSOLIDATION));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("karpenterReasons")
    void takesCauseAndDeadlineFromKarpentersClaim(@org.jspecify.annotations.Nullable String reason, NoticeKind kind) {
        Instant deadline = NOW.plusSeconds(3600);
        var claim = new Claim("node-1", EARLIER, deadline, reason);

        assertThat(Reading.changes(view(healthy(), claim), List.of(), OnRecord.NOTHING))
                .containsExactly(new Heard(mark(kind, TERMINATE, Teller.KARPENTER, EARLIER, deadline)));
    }

    @Test
    void waitsForKarpentersReasonWhereItCanBeRead() {
        Node tainted = node(taint(KarpenterMarks.DISRUPTED));
        var silent = new Claim("node-1", null, null, null);
        var drifted = new Claim("node-1", null, null, "Drifted");
        var deleted = new Claim("node-1", EARLIER, null, null);

        assertThat(Reading.changes(view(tainted, silent), List.of(), OnRecord.NOTHING))
                .isEmpty();
        assertThat(Reading.changes(view(tainted, drifted), List.of(), OnRecord.NOTHING))
                .extracting(change -> change.mark().kind())
                .containsExactly(NoticeKind.DRAIN_REQUESTED);
        assertThat(Reading.changes(view(tainted, deleted), List.of(), OnRecord.NOTHING))
                .extracting(change -> change.mark().kind())
                .containsExactly(NoticeKind.DRAIN_REQUESTED);
    }

    @Test
    void tellsADeadlineThatKarpenterSetsLater() {
        Mark told = mark(NoticeKind.CONSOLIDATION, TERMINATE, Teller.KARPENTER, EARLIER, null);
        var claim = new Claim("node-1", EARLIER, NOW.plusSeconds(60), "Empty");

        assertThat(Reading.changes(view(node(taint(KarpenterMarks.DISRUPTED)), claim), List.of(told), OnRecord.NOTHING))
                .extracting(change -> change.mark().deadline())
                .containsExactly(NOW.plusSeconds(60));
    }

    @Test
    void aSuccessorKnowsFromTheLedgerWhatWasTold() {
        var record = new OnRecord(
                Map.of(
                        NoticeKind.SCALE_DOWN, Set.of("cluster-autoscaler"),
                        NoticeKind.SPOT_INTERRUPTION, Set.of("imds", "karpenter-events")),
                true);

        assertThat(Reading.onRecord(view(TO_BE_DELETED), record).values()).containsExactly(SCALE_DOWN_MARK);
        assertThat(Reading.onRecord(view(healthy()), record).values())
                .extracting(Mark::kind)
                .containsExactly(NoticeKind.SCALE_DOWN);
    }

    private static Mark mark(
            NoticeKind kind,
            InstanceAction action,
            Teller teller,
            Instant since,
            @org.jspecify.annotations.Nullable Instant deadline) {
        return new Mark(kind, action, teller, since, deadline);
    }
}
