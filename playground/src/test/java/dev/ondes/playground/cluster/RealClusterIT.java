package dev.ondes.playground.cluster;

import org.junit.jupiter.api.Tag;

@Tag("real")
class RealClusterIT extends ClusterContract {
    RealClusterIT() {
        super(ClusterKind.REAL);
    }
}
