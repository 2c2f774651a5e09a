package dev.ondes.playground.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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

    /** Removes entries whose names begin so, but for those that were used last. */
    static void forgetOld(Path folder, String prefix, int kept) throws IOException {
        record Used(Path entry, FileTime last) {}
        var found = new ArrayList<Used>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(prefix)) {
                    found.add(new Used(entry, Files.getLastModifiedTime(entry)));
                }
            }
        }
        found.sort(Comparator.comparing(Used::last).reversed());
        for (Used old : found.subList(Math.min(kept, found.size()), found.size())) {
            delete(old.entry());
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
