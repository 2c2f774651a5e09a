package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

    @ParameterizedTest
    @CsvSource({
        "aws:///eu-west-1b/i-0aaaaaaaaaaaaaaa1, AWS, i-0aaaaaaaaaaaaaaa1, eu-west-1b",
        "aws:////i-0aaaaaaaaaaaaaaa1, AWS, i-0aaaaaaaaaaaaaaa1,",
        "i-0aaaaaaaaaaaaaaa1, AWS, i-0aaaaaaaaaaaaaaa1,",
        "gce://project-1/europe-west1-b/gke-ci-1234, GCP, gke-ci-1234, europe-west1-b",
        "azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/aks-spot-12345678-vmss/virtualMachines/7, AZURE, aks-spot-12345678-vmss_7,",
        "azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1, AZURE, vm-1,"
    })
    void readsEachCloudsForm(String providerId, Provider provider, String id, String zone) {
        assertThat(Machine.of(providerId)).contains(new Machine(provider, id, zone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aws:///eu-west-1b/fargate-ip-10-0-0-1", "kind://docker/kind/node", "i-xyz"})
    void knowsNoMachineInOtherForms(String providerId) {
        assertThat(Machine.of(providerId)).isEmpty();
    }

    @Test
    void aNodeWithoutProviderIdHasNone() {
        assertThat(Machine.of(null)).isEmpty();
    }
}
