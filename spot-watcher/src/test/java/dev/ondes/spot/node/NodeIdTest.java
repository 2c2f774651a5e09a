package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIdTest {
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "node-1, uid-1,  vmss_7, true",
        "node-1, uid-1,  vmss_8, true",
        "node-1, uid-2,  vmss_7, false",
        "node-1,      ,  vmss_7, true",
        "node-1,      ,  VMSS_7, true",
        "node-1,      ,  vmss_8, false",
        "      ,      ,  vmss_7, true",
        "node-1,      ,        , true",
        "node-2,      ,        , false"
    })
    void theFirstThatIsKnownOfUidMachineAndNameDecides(String name, String uid, String machine, boolean same) {
        NodeFacts node = node("uid-1", "azure:///s/virtualMachineScaleSets/vmss/virtualMachines/7");

        assertThat(new NodeId(name, uid, machine).is(node)).isEqualTo(same);
    }

    @Test
    void whatTheNodeDoesNotTellYetDecidesNothing() {
        assertThat(new NodeId("node-1", null, "vmss_8").is(node("uid-1", null))).isTrue();
    }

    @Test
    void somethingMustBeNamed() {
        assertThatThrownBy(() -> new NodeId(null, "uid-1", null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static NodeFacts node(String uid, String providerId) {
        return NodeReader.read(new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .withProviderID(providerId)
                .endSpec()
                .build());
    }
}
