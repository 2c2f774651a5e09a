package dev.ondes.spot.marks;

import static dev.ondes.spot.marks.Nodes.cordoned;
import static dev.ondes.spot.marks.Nodes.healthy;
import static dev.ondes.spot.marks.Nodes.ledger;
import static dev.ondes.spot.marks.Nodes.node;
import static dev.ondes.spot.marks.Nodes.ready;
import static dev.ondes.spot.marks.Nodes.taint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkFlowTest {
    private static final Node SCALED_DOWN =
            node(taint(AutoscalerMarks.TO_BE_DELETED, "1772618340", "NoSchedule"), cordoned());

    private static final Node LEDGER = node(ledger(NoticeKind.SCALE_DOWN, "cluster-autoscaler"));

    private final Map<String, Node> cluster = new HashMap<>();
    private final Clock clock = Clock.fixed(Nodes.NOW, ZoneOffset.UTC);
    private final Remarks remarks = new Remarks(clock);
    private final Told told = new Told();
    private final MarkFlow flow = flow();

    @Test
    void tellsAMarkOnceHoweverOftenTheNodeIsSeen() {
        see(SCALED_DOWN);
        see(node(taint(AutoscalerMarks.TO_BE_DELETED, "1772618340", "NoSchedule"), cordoned()));
        see(SCALED_DOWN);

        assertThat(told.said).containsExactly("heard scale-down");
    }

    @Test
    void tellsAgainWhatCouldNotBeTold() {
        told.broken = true;
        assertThatThrownBy(() -> see(SCALED_DOWN)).hasMessage("broker is away");
        told.broken = false;

        see(SCALED_DOWN);

        assertThat(told.said).containsExactly("heard scale-down");
    }

    @Test
    void tellsThatAMarkCameOff() {
        see(SCALED_DOWN);

        see(healthy());

        assertThat(told.said).containsExactly("heard scale-down", "withdrawn scale-down");
    }

    @Test
    void tellsANodeThatVanishesWithoutAWord() {
        see(healthy());

        vanish();

        assertThat(told.said).containsExactly("heard node-deleted");
    }

    @Test
    void keepsQuietAboutTheEndOfANodeThatWasToldToGo() {
        see(SCALED_DOWN);

        vanish();
        flow.turn("node-1");

        assertThat(told.said).containsExactly("heard scale-down");
    }

    @Test
    void keepsQuietAboutTheEndOfANodeWhoseCloudSaidSo() {
        see(node(cordoned(), ledger(NoticeKind.SPOT_INTERRUPTION, "imds")));

        vanish();

        assertThat(told.said).isEmpty();
    }

    @Test
    void tellsTheEndOfANodeThatWasSilent() {
        see(healthy());
        see(node(ready("Unknown", "NodeStatusUnknown", "", Nodes.EARLIER)));

        vanish();

        assertThat(told.said).containsExactly("heard node-silent", "heard node-deleted");
    }

    @Test
    void seesThatANodeWasReplacedUnderItsName() {
        see(SCALED_DOWN);

        see(new NodeBuilder(healthy())
                .editMetadata()
                .withUid("uid-2")
                .endMetadata()
                .build());
        vanish();

        assertThat(told.said).containsExactly("heard scale-down", "heard node-deleted");
    }

    @Test
    void aNodeThatWasReplacedUnseenEndedBeforeItsSuccessorCame() {
        see(healthy());

        see(new NodeBuilder(healthy())
                .editMetadata()
                .withUid("uid-2")
                .withCreationTimestamp(Nodes.EARLIER.toString())
                .endMetadata()
                .build());

        assertThat(told.marks).singleElement().satisfies(mark -> {
            assertThat(mark.kind()).isEqualTo(NoticeKind.NODE_DELETED);
            assertThat(mark.noticedAt()).isBetween(Nodes.EARLIER.minusSeconds(1), Nodes.EARLIER.minusMillis(1));
            assertThat(mark.deadline()).isEqualTo(mark.noticedAt());
        });
        assertThat(told.nodes).containsExactly("uid-1");
    }

    @Test
    void beginsWithTheMarksThatAreThereAndWereNotTold() {
        see(SCALED_DOWN);

        assertThat(told.said).containsExactly("heard scale-down");
    }

    @Test
    void aSuccessorRepeatsNothingAndWithdrawsWhatCameOffMeanwhile() {
        cluster.put(
                "node-1",
                new NodeBuilder(SCALED_DOWN)
                        .editMetadata()
                        .addToAnnotations(LEDGER.getMetadata().getAnnotations())
                        .endMetadata()
                        .build());
        flow().turn("node-1");
        cluster.put("node-1", LEDGER);
        flow().turn("node-1");

        assertThat(told.said).containsExactly("withdrawn scale-down");
    }

    @Test
    void tellsWhatKarpenterSaysOfAnInterruption() {
        see(healthy());
        assertThat(remarks.note(event("SpotInterrupted", "karpenter", Nodes.NOW.minusSeconds(5))))
                .contains("node-1");
        told.broken = true;
        assertThatThrownBy(() -> flow.turn("node-1")).hasMessage("broker is away");
        told.broken = false;

        flow.turn("node-1");
        flow.turn("node-1");

        assertThat(told.said).containsExactly("heard spot-interruption");
    }

    @Test
    void leavesAnEventOfLongAgo() {
        assertThat(remarks.note(event("SpotInterrupted", "karpenter", Nodes.NOW.minusSeconds(600))))
                .isEmpty();
        assertThat(remarks.note(event("NodeHasSufficientMemory", "karpenter", Nodes.NOW)))
                .isEmpty();
    }

    @Test
    void takesOurOwnEventForNoNotice() {
        assertThat(remarks.note(event("InstanceStopping", "ondes-spot-watcher", Nodes.NOW)))
                .isEmpty();
    }

    private MarkFlow flow() {
        return new MarkFlow(cluster::get, _ -> null, remarks, told, clock);
    }

    private void see(Node node) {
        cluster.put("node-1", node);
        flow.turn("node-1");
    }

    private void vanish() {
        cluster.remove("node-1");
        flow.turn("node-1");
    }

    private static Event event(String reason, String by, Instant at) {
        return new EventBuilder()
                .withNewMetadata()
                .withName("node-1." + reason)
                .endMetadata()
                .withReason(reason)
                .withNewSource()
                .withComponent(by)
                .endSource()
                .withNewInvolvedObject()
                .withKind("Node")
                .withName("node-1")
                .endInvolvedObject()
                .withFirstTimestamp(at.toString())
                .build();
    }

    private static final class Told implements Telling {
        final List<String> said = new ArrayList<>();
        final List<Mark> marks = new ArrayList<>();
        /** Their uids, one for each mark. */
        final List<String> nodes = new ArrayList<>();

        boolean broken;

        @Override
        public void heard(Node node, Mark mark) {
            say("heard " + mark.kind().wire());
            marks.add(mark);
            nodes.add(node.getMetadata().getUid());
        }

        @Override
        public void withdrawn(Node node, Mark mark, String why) {
            say("withdrawn " + mark.kind().wire());
        }

        private void say(String what) {
            if (broken) {
                throw new IllegalStateException("broker is away");
            }
            said.add(what);
        }
    }
}
