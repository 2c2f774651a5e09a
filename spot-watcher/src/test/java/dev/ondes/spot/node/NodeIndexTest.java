package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.Provider;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIndexTest {
    private final NodeIndex index = new NodeIndex();

    @Test
    void findsANodeByItsMachineWhateverItsName() {
        index.see(node("custom-host", "u1", "100"));

        assertThat(index.ofMachine(Provider.AWS, "i-0a1")).map(NodeFacts::name).contains("custom-host");
        assertThat(index.ofMachine(Provider.GCP, "i-0a1")).isEmpty();
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
        assertThat(index.ofMachine(Provider.AWS, "i-0a1")).isEmpty();
    }

    @Test
    void aNodeThatComesBackUnderItsNameIsSeen() {
        index.see(node("n", "u1", "100"));
        index.vanished(node("n", "u1", "100"));

        index.see(node("n", "u2", "102"));

        assertThat(index.ofMachine(Provider.AWS, "i-0a1")).map(NodeFacts::uid).contains("u2");
    }

    @Test
    void theEndOfAnEarlierNodeIsNotTheEndOfItsSuccessor() {
        NodeFacts earlier = NodeReader.read(node("n", "u1", "100"));
        index.see(node("n", "u2", "102"));

        index.gone(earlier);

        assertThat(index.ofMachine(Provider.AWS, "i-0a1")).map(NodeFacts::uid).contains("u2");
    }

    @ParameterizedTest
    @CsvSource({
        "karpenter.sh/capacity-type, spot, SPOT",
        "karpenter.sh/capacity-type, on-demand, ON_DEMAND",
        "eks.amazonaws.com/capacityType, SPOT, SPOT",
        "node-role.kubernetes.io/spot-worker, '', SPOT",
        "cloud.google.com/gke-spot, true, SPOT",
        "kubernetes.azure.com/scalesetpriority, spot, SPOT",
        "lifecycle, Ec2Spot, SPOT",
        "lifecycle, normal, ON_DEMAND"
    })
    void readsSpotFromEachCloudsLabel(String label, String value, CapacityType capacity) {
        Node labelled = new NodeBuilder(node("n", "u", "1"))
                .editMetadata()
                .addToLabels(label, value)
                .endMetadata()
                .build();

        assertThat(NodeReader.read(labelled).capacity()).isEqualTo(capacity);
    }

    private static Node node(String name, String uid, String version) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .withResourceVersion(version)
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///a/i-0a1")
                .endSpec()
                .build();
    }
}
