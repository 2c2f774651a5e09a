package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeIndexTest {
    private final NodeIndex index = new NodeIndex();

    @Test
    void findsANodeByItsMachineWhateverItsName() {
        index.see(node("custom-host", "u1", "100"));

        assertThat(index.ofMachine("i-0a1")).map(NodeFacts::name).contains("custom-host");
        assertThat(index.named("custom-host")).isPresent();
    }

    @Test
    void whatTheWatchTellsLateDoesNotUndoWhatWeWrote() {
        index.see(node("n", "u1", "101"));

        index.see(node("n", "u1", "100"));

        assertThat(index.named("n").orElseThrow().version()).isEqualTo("101");
    }

    @Test
    void anotherNodeOfTheSameNameReplacesIt() {
        index.see(node("n", "u1", "200"));

        index.see(node("n", "u2", "150"));
        index.vanished(node("n", "u1", "200"));

        assertThat(index.named("n").orElseThrow().uid()).isEqualTo("u2");
    }

    @Test
    void anAnswerThatComesAfterTheNodesEndBringsNoGhost() {
        index.see(node("n", "u1", "100"));
        index.vanished(node("n", "u1", "100"));

        index.see(node("n", "u1", "101"));

        assertThat(index.named("n")).isEmpty();
        assertThat(index.ofMachine("i-0a1")).isEmpty();
    }

    @Test
    void aNodeThatComesBackUnderItsNameIsSeen() {
        index.see(node("n", "u1", "100"));
        index.vanished(node("n", "u1", "100"));

        index.see(node("n", "u2", "102"));

        assertThat(index.ofMachine("i-0a1")).map(NodeFacts::uid).contains("u2");
    }

    @Test
    void theEndOfAnEarlierNodeIsNotTheEndOfItsSuccessor() {
        NodeFacts earlier = NodeReader.read(node("n", "u1", "100"));
        index.see(node("n", "u2", "102"));

        index.gone(earlier);

        assertThat(index.ofMachine("i-0a1")).map(NodeFacts::uid).contains("u2");
    }

    @Test
    void theMachineThatHadANameBeforeIsNotTheOneThatHasItNow() {
        index.see(node("ip-10-0-0-7", "u1", "100", "i-0a1"));

        index.see(node("ip-10-0-0-7", "u2", "102", "i-0b2"));

        assertThat(index.ofMachine("i-0a1")).isEmpty();
        assertThat(index.ofMachine("i-0b2")).map(NodeFacts::uid).contains("u2");
    }

    @Test
    void theEndOfANodeWhoseNameAnotherMachineHasLeavesThatOneToBeFound() {
        Node earlier = node("ip-10-0-0-7", "u1", "100", "i-0a1");
        index.see(earlier);
        index.see(node("ip-10-0-0-7", "u2", "102", "i-0b2"));

        index.vanished(earlier);

        assertThat(index.ofMachine("i-0a1")).isEmpty();
        assertThat(index.ofMachine("i-0b2")).map(NodeFacts::uid).contains("u2");
    }

    @Test
    void keepsNoMachineThatIsNoNodeAnyMore() {
        index.see(node("replaced", "u1", "100", "i-0a1"));
        index.see(node("replaced", "u2", "101", "i-0b2"));
        NodeFacts early = NodeReader.read(node("ended", "u3", "102", null));
        index.see(node("ended", "u3", "103", "i-0c3"));

        index.gone(early);

        assertThat(index.machines()).isEqualTo(1);
    }

    @Test
    void aMachineThatCameBackUnderAnotherNameStaysFoundWhenItsFormerNodeEnds() {
        Node former = node("former", "u1", "100", "i-0a1");
        index.see(former);
        index.see(node("new", "u2", "101", "i-0a1"));

        index.vanished(former);

        assertThat(index.ofMachine("i-0a1")).map(NodeFacts::name).contains("new");
    }

    @Test
    void aNodeThatNoLabelCallsSpotIsOnDemand() {
        Node spot = new NodeBuilder(node("n", "u", "1"))
                .editMetadata()
                .addToLabels("ondes.dev/capacity", "spot")
                .addToLabels("alpha.eksctl.io/nodegroup-name", "ci-spot")
                .endMetadata()
                .build();

        assertThat(NodeReader.read(spot).capacity()).isEqualTo(CapacityType.SPOT);
        assertThat(NodeReader.read(spot).group()).isEqualTo("ci-spot");
        assertThat(NodeReader.read(node("n", "u", "1")).capacity()).isEqualTo(CapacityType.ON_DEMAND);
    }

    private static Node node(String name, String uid, String version) {
        return node(name, uid, version, "i-0a1");
    }

    private static Node node(String name, String uid, String version, @Nullable String instance) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .withResourceVersion(version)
                .endMetadata()
                .withNewSpec()
                .withProviderID(instance == null ? null : "aws:///a/" + instance)
                .endSpec()
                .build();
    }
}
