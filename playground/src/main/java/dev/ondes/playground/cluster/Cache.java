package dev.ondes.playground.cluster;

import java.nio.file.Path;
import java.util.Optional;

/** The folder for what is made once and used in many runs; {@code kubernetes.sh} uses the same. */
final class Cache {
    private Cache() {}

    static Path folder() {
        return variable("ONDES_CACHE")
                .or(() -> variable("XDG_CACHE_HOME").map(folder -> folder.resolve("ondes")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "ondes"));
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
