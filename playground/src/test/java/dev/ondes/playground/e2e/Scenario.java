package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Platform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A set of end-to-end tests that must hold on every kind of cluster; one class for each kind runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Evidence.class)
abstract class Scenario {
    private final ClusterKind kind;
    private World world;

    Scenario(ClusterKind kind) {
        this.kind = kind;
    }

    /** What the platform of this class is made of. */
    Platform.Options options() {
        return Platform.Options.DEMO;
    }

    @BeforeAll
    void startWorld() {
        world = World.start(getClass().getSimpleName(), kind, options());
    }

    @AfterAll
    void endWorld() {
        if (world != null) {
            world.close();
        }
    }

    World world() {
        return world;
    }
}
