package dev.ondes.playground.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder for what is made once and used in many runs; {@code kubernetes.sh} uses the same. */
final class Cache {
    private Cache() {}

    static Path folder() {
        return variable("ONDES_CACHE")
                .or(() -> variable("XDG_CACHE_HOME").map(folder -> folder.resolve("ondes")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "ondes"));
    }

    /** Removes folders that no run has used for a week. */
    static void forgetOld(Path folder) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(7)));
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (Files.getLastModifiedTime(entry).compareTo(old) < 0) {
                    delete(entry);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
