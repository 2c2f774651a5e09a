package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import org.junit.jupiter.api.Tag;

@Tag("embedded")
class EmbeddedReclaimIT extends ReclaimScenario {
    EmbeddedReclaimIT() {
        super(ClusterKind.EMBEDDED);
    }
}
