package dev.ondes.playground.e2e;

import dev.ondes.playground.broker.Broker;
import dev.ondes.playground.cluster.ClusterKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of the broker in the middle of a running pipeline, at five moments; it is started again with its data. */
abstract class BrokerKillScenario extends Scenario {
    BrokerKillScenario(ClusterKind kind) {
        super(kind);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void survivesTheBrokersDeath(int seed) {
        Broker broker = world().platform().broker();

        new CountingPipeline(world()).disturbed(seed, () -> {
            broker.kill();
            broker.restart();
        });
    }
}
