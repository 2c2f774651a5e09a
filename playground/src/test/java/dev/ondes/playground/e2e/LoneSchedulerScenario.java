package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of the only scheduler in the middle of a running pipeline, at ten moments; it is started again. */
abstract class LoneSchedulerScenario extends Scenario {
    LoneSchedulerScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options().withSchedulers(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesTheLoneSchedulersDeath(int seed) {
        Service lone = world().leader();

        new CountingPipeline(world()).disturbed(seed, () -> {
            lone.kill();
            lone.start();
        });
    }
}
