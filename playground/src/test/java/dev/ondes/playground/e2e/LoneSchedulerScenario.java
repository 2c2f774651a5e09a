package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of the only scheduler in the middle of a running pipeline, at ten moments; it is started again. */
abstract class LoneSchedulerScenario extends Scenario {
    private Service standby;

    LoneSchedulerScenario(ClusterKind kind) {
        super(kind);
    }

    @BeforeAll
    void endTheStandby() {
        Service leader = world().leader();
        standby = world().platform().schedulers().stream()
                .filter(scheduler -> scheduler != leader)
                .findFirst()
                .orElseThrow();
        standby.close();
    }

    @AfterAll
    void startTheStandbyAgain() {
        standby.start();
        standby.awaitReady();
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
