package dev.ondes.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the files that services are started with: settings, secrets, keys. Secrets are readable by the owner alone. */
final class Settings {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    Settings(Path folder) {
        this.folder = folder;
    }

    Path properties(String name, Map<String, String> values) {
        // Backslashes and line ends don't occur in ours: addresses, paths and durations.
        return secret(
                name,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .sorted()
                        .collect(Collectors.joining()));
    }

    /** A file of that content. */
    Path secret(String name, String content) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String randomToken() {
        return HexFormat.of().formatHex(random(16));
    }

    /** A ring of one new key, as services read it. */
    static String randomKeyRing() {
        return "playground: " + Base64.getEncoder().encodeToString(random(32)) + "\n";
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
