package dev.ondes.playground.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What a test of the contract works with. */
interface WithCluster {
    Cluster cluster();

    KubernetesClient client();

    TestPods pods();
}
