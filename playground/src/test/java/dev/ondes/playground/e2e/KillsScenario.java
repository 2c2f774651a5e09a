package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of a service in the middle of a running pipeline, at ten moments each. */
abstract class KillsScenario extends Scenario {
    KillsScenario(ClusterKind kind) {
        super(kind);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesTheDispatchersDeath(int seed) {
        Service dispatcher = world().platform().dispatcher();

        new CountingPipeline(world()).disturbed(seed, () -> {
            dispatcher.kill();
            dispatcher.start();
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesTheLeadingSchedulersDeath(int seed) {
        Service leader = world().leader();

        try {
            new CountingPipeline(world()).disturbed(seed, leader::kill);
        } finally {
            // A standby for the next one, whatever came of this one.
            leader.start();
            leader.awaitReady();
        }
    }
}
