package dev.ondes.images.registry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests on a real registry: skipped where {@code docker-registry} isn't installed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf("dev.ondes.images.registry.NeedsDockerRegistry$Condition#installed")
@interface NeedsDockerRegistry {

    /** Whether it is. */
    final class Condition {
        private Condition() {}

        static boolean installed() {
            return DockerRegistry.installed().isPresent();
        }
    }
}
