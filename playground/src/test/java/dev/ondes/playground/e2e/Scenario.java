package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.MoreImages;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A set of end-to-end tests that must hold on every kind of cluster; one class for each kind runs it. Others run in the same world before
 * and after it, unless it wants one of {@link #options its own}: what a scenario changes there it puts back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({Worlds.class, Evidence.class})
abstract class Scenario {
    private final ClusterKind kind;
    private @Nullable World world;
    private boolean failed;

    Scenario(ClusterKind kind) {
        this.kind = kind;
    }

    /** What the platform of this class is made of; null for the common one. */
    Platform.@Nullable Options options() {
        return null;
    }

    /**
     * The platform of those that want no other: the demo's, with classes that have little memory, caches, and, where images can be
     * built, what that needs.
     */
    static Platform.Options common(ClusterKind kind) {
        return Platform.Options.DEMO
                .withClasses(
                        RunnerClass.DEMO.getFirst(),
                        RunnerClass.DEMO.getLast(),
                        new RunnerClass("frugal", List.of("frugal"), 2, List.of("on-demand"), RunnerClass.SMALL),
                        OomScenario.STARVED,
                        ServicesScenario.SHARING)
                .withCaches(true)
                .withImages(kind.equals(ClusterKind.REAL));
    }

    /** What its cluster's nodes have from the beginning. */
    Set<MoreImages> moreImages(Platform.Options options) {
        return options.moreImages();
    }

    final ClusterKind kind() {
        return kind;
    }

    final boolean isCommon() {
        return options() == null;
    }

    final World start() {
        Platform.@Nullable Options own = options();
        Platform.Options wanted = own == null ? common(kind) : own;
        return World.start(getClass().getSimpleName(), kind, wanted, moreImages(wanted));
    }

    final void enter(World given) {
        world = given;
    }

    /** Ends it. */
    final void leave() {
        if (world != null) {
            world.close();
        }
    }

    /** One of its tests has. */
    final void failed() {
        failed = true;
    }

    final boolean hasFailed() {
        return failed;
    }

    final World world() {
        return Objects.requireNonNull(world);
    }
}
