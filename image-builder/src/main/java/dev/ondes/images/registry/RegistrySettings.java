package dev.ondes.images.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The settings under {@code ondes.registry}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.registry")
public interface RegistrySettings {
    /** The service's own credentials, as Docker's {@code config.json} has them; a mounted Secret. Read anew for each use. */
    Optional<Path> dockerConfigFile();

    /** Registries that are reached by plain HTTP, such as {@code registry.internal:5000}. */
    Optional<Set<String>> plainHttp();

    /** Whether registries of ECR are shown credentials that AWS gives us by our role. */
    @WithDefault("false")
    boolean ecr();

    /** One request. */
    @WithDefault("PT10S")
    Duration requestLimit();

    /** How often a question is asked before its failure counts. */
    @WithDefault("4")
    int tries();

    @WithDefault("PT0.5S")
    Duration firstPause();

    /** No pause is longer, whatever the registry wishes: it is asked again then, or given up. */
    @WithDefault("PT20S")
    Duration longestPause();

    default boolean isPlain(String host) {
        return plainHttp().orElse(Set.of()).contains(host);
    }

    /**
     * What no single value shows.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        if (tries() < 1 || tries() > 20) {
            throw new IllegalArgumentException("ondes.registry.tries must be from 1 to 20, such as 4");
        }
        if (requestLimit().isNegative() || requestLimit().isZero()) {
            throw new IllegalArgumentException("ondes.registry.request-limit must be longer than nothing, such as 10s");
        }
        if (firstPause().isNegative() || firstPause().isZero() || longestPause().compareTo(firstPause()) < 0) {
            throw new IllegalArgumentException(
                    "ondes.registry.longest-pause must not be shorter than ondes.registry.first-pause, such as 20s");
        }
    }
}
