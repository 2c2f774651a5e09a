package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import org.junit.jupiter.api.Tag;

@Tag("embedded")
class EmbeddedServicesIT extends ServicesScenario {
    EmbeddedServicesIT() {
        super(ClusterKind.EMBEDDED, false);
    }
}
