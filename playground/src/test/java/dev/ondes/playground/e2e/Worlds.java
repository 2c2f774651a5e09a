package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Gives each scenario its world. To start one takes longer than most tests: those that can live in {@link Scenario#common the common
 * one} of a kind of cluster do, one after the other; it stays until a class wants another one, or the test process ends: an idle cluster
 * takes from the next one's time. A test that failed may have left anything behind: nobody gets its world.
 */
final class Worlds implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(Worlds.class);

    /** Of this test process; its session closes it. */
    private record Common(ClusterKind kind, World world) implements AutoCloseable {
        @Override
        public void close() {
            world.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Scenario scenario = scenario(context);
        scenario.enter(scenario.isCommon() ? common(scenario, session(context)) : own(scenario, session(context)));
    }

    private static World own(Scenario scenario, Store session) {
        leave(session);
        return scenario.start();
    }

    private static World common(Scenario scenario, Store session) {
        Common there = session.get(Common.class, Common.class);
        if (there != null && there.kind().equals(scenario.kind())) {
            System.out.println("platform of this test class: " + there.world().folder());
            return there.world();
        }
        leave(session);
        var made = new Common(scenario.kind(), scenario.start());
        session.put(Common.class, made);
        return made.world();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            scenario(context).failed();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Scenario scenario = scenario(context);
        if (!scenario.isCommon()) {
            scenario.leave();
        } else if (scenario.hasFailed() || context.getExecutionException().isPresent()) {
            leave(session(context));
        }
    }

    private static void leave(Store session) {
        Common there = session.remove(Common.class, Common.class);
        if (there != null) {
            there.close();
        }
    }

    private static Scenario scenario(ExtensionContext context) {
        return (Scenario) context.getRequiredTestInstance();
    }

    private static Store session(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }
}
