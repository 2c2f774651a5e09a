package dev.ondes.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.kubernetes.testing.ObjectServer;
import dev.ondes.spot.node.NodeWatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** The service begins beside an API server that doesn't tell of pods yet. */
@QuarkusTest
@TestProfile(SpotWatcherTest.WithoutBroker.class)
@QuarkusTestResource(value = StartTest.WithoutPods.class, restrictToAnnotatedClass = true)
class StartTest {
    @Inject
    Leadership leadership;

    @Inject
    NodeWatch nodes;

    @Inject
    ScheduledThreadPoolExecutor timer;

    @Inject
    SpotWatcherTest.BrokerStandIn broker;

    ObjectServer server;

    /** What lists pods is answered with 503. */
    public static class WithoutPods extends InstallationResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            Objects.requireNonNull(server).ail("/api/v1/pods");
            return settings;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(server, new TestInjector.MatchesType(ObjectServer.class));
        }
    }

    @Test
    void doesNoLeadersWorkBeforeItKnowsWhereJobsRun() {
        // Given
        await().until(() -> leadership.leads() && nodes.synced());
        long looks = timer.getCompletedTaskCount();

        // When it has looked several times whether it may begin
        await().until(() -> timer.getCompletedTaskCount() > looks + 5);

        // Then
        assertThat(broker.open).isEmpty();

        // When
        server.recover();

        // Then
        await().untilAsserted(() ->
                assertThat(broker.open).containsExactlyInAnyOrder("termination-notice", "termination-cancelled"));
    }
}
