package dev.ondes.playground.cluster;

import org.junit.jupiter.api.Tag;

@Tag("embedded")
class EmbeddedClusterIT extends ClusterContract {
    EmbeddedClusterIT() {
        super(ClusterKind.EMBEDDED);
    }
}
