package dev.ondes.kubernetes.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.kubernetes.testing.ObjectServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadershipTest {
    private static final LeaseSettings SETTINGS = new LeaseSettings(
            "ondes", "pod-scheduler", "one", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    @Test
    void theLeaseIsLabelledAsTheServicesOtherObjectsAre() throws Exception {
        try (var server = ObjectServer.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Optional<Path> kubeconfig =
                    Optional.of(Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig()));
            var leads = new CountDownLatch(1);
            Leadership leadership = Leadership.withOwnClient(kubeconfig, "test", SETTINGS, threads);

            leadership.start(leads::countDown);

            assertThat(leads.await(30, TimeUnit.SECONDS)).isTrue();
            try (var client = KubernetesClients.create(kubeconfig, "test", Duration.ofSeconds(10), 0, threads)) {
                assertThat(client.leases()
                                .inNamespace("ondes")
                                .withName("ondes-pod-scheduler")
                                .get()
                                .getMetadata()
                                .getLabels())
                        .containsEntry("app.kubernetes.io/name", "pod-scheduler")
                        .containsEntry("app.kubernetes.io/part-of", "ondes");
            }
            leadership.stop();
        }
    }
}
