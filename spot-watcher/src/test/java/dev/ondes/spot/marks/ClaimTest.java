package dev.ondes.spot.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClaimTest {
    @Test
    void readsNodeDeadlineAndReason() {
        GenericKubernetesResource resource = Serialization.unmarshal("""
            apiVersion: karpenter.sh/v1
            kind: NodeClaim
            metadata:
              name: ci-spot-x7k2p
              deletionTimestamp: 2026-03-04T09:59:00Z
              annotations:
                karpenter.sh/nodeclaim-termination-timestamp: 2026-03-04T10:30:00Z
            status:
              nodeName: ip-10-0-1-7.eu-west-1.compute.internal
              conditions:
                - {type: Ready, status: "True", reason: Ready}
                - {type: DisruptionReason, status: "True", reason: Underutilized}
            """, GenericKubernetesResource.class);

        assertThat(Claim.read(resource))
                .isEqualTo(new Claim(
                        "ip-10-0-1-7.eu-west-1.compute.internal",
                        Instant.parse("2026-03-04T09:59:00Z"),
                        Instant.parse("2026-03-04T10:30:00Z"),
                        "Underutilized"));
    }

    @Test
    void readsAClaimThatTellsNothingYet() {
        GenericKubernetesResource resource = Serialization.unmarshal("""
            apiVersion: karpenter.sh/v1
            kind: NodeClaim
            metadata:
              name: ci-spot-x7k2p
              annotations:
                karpenter.sh/nodeclaim-termination-timestamp: tomorrow
            status:
              conditions:
                - {type: DisruptionReason, status: "False", reason: DisruptionReason}
            """, GenericKubernetesResource.class);

        assertThat(Claim.read(resource)).isEqualTo(new Claim(null, null, null, null));
    }
}
