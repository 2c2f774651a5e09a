package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.broker.Topology;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import dev.ondes.messaging.testing.Sample;
import dev.ondes.messaging.testing.TestQueue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBroker
@Timeout(60)
class TopologyGuardIT {
    @Test
    void declaresTheTopologyOfThisVersion() throws Exception {
        // Given
        var guard = new TopologyGuard(Topology.ondes(), true);
        try (var connection = Sample.connection(LocalBroker.url(), guard::check)) {
            // When
            connection.start();
            var open = connection.await(Deadline.in(Duration.ofSeconds(20)));

            // Then
            assertThat(open).isPresent();
            assertThat(guard.problems()).isEmpty();
            var looking = new TopologyGuard(Topology.ondes(), false);
            looking.check(open.get());
            assertThat(looking.problems()).isEmpty();
        }
    }

    @Test
    void tellsQueueArgumentAndFixWhenTheBrokerHasAnotherAndGoesOn() throws Exception {
        try (var queue = new TestQueue("guard")) {
            // Given
            queue.declareOtherwise();
            var guard = new TopologyGuard(queue.topology(), true);
            var checks = new AtomicInteger();
            try (var connection = Sample.connection(LocalBroker.url(), open -> {
                checks.incrementAndGet();
                guard.check(open);
            })) {
                // When
                connection.start();
                var open = connection.await(Deadline.in(Duration.ofSeconds(20)));

                // Then
                assertThat(open).isPresent();
                assertThat(checks).hasValue(1);
                assertThat(guard.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.sentence())
                                .startsWith("queue test.guard: the argument x-")
                                .contains("Fix: ")
                                .contains("ondes.amqp.declare=false"));
            }
        }
    }

    @Test
    void findsNothingWrongOnceTheQueueWasMended() throws Exception {
        try (var queue = new TestQueue("guard")) {
            // Given
            queue.declareOtherwise();
            var guard = new TopologyGuard(queue.topology(), true);
            try (var connection = Sample.connection(LocalBroker.url(), guard::check)) {
                connection.start();
                var open = connection.await(Deadline.in(Duration.ofSeconds(20))).orElseThrow();
                await().until(() -> guard.problems().size() == 1);
                queue.deleteQueue();

                // When
                guard.check(open);

                // Then
                assertThat(guard.problems()).isEmpty();
            }
        }
    }

    @Test
    void looksAgainByItselfWhileSomethingIsWrong() throws Exception {
        try (var queue = new TestQueue("guard")) {
            // Given
            queue.declareOtherwise();
            var guard = new TopologyGuard(queue.topology(), true);
            try (var connection = Sample.connection(LocalBroker.url(), guard::check);
                    var _ = TopologyWatch.start(guard, connection, Duration.ofMillis(50))) {
                connection.start();
                await().until(() -> guard.problems().size() == 1);

                // When
                queue.deleteQueue();

                // Then: it is declared anew.
                await().until(() -> guard.problems().isEmpty());
                assertThat(queue.ready(queue.name())).isZero();
            }
        }
    }
}
