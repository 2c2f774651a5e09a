package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import org.junit.jupiter.api.Tag;

@Tag("real")
class RealServicesIT extends ServicesScenario {
    RealServicesIT() {
        super(ClusterKind.REAL, true);
    }
}
