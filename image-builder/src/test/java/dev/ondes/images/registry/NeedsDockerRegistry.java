package dev.ondes.images.registry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests on a real registry: left out on a person's machine without {@code docker-registry}; in CI they fail there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf("dev.ondes.images.registry.NeedsDockerRegistry$Condition#toBeRun")
@interface NeedsDockerRegistry {

    /** Whether they run. */
    final class Condition {
        private Condition() {}

        static boolean toBeRun() {
            return DockerRegistry.installed().isPresent() || "true".equals(System.getenv("CI"));
        }
    }
}
