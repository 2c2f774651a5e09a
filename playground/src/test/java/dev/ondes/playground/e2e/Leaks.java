package dev.ondes.playground.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What could be seen of a run, held against the secrets themselves: as they are, anywhere in what was encoded in base64, and as part of an address. */
final class Leaks {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> seen = new LinkedHashMap<>();

    void secret(String name, String value) {
        // A short one would be found by chance.
        if (value.strip().length() < 8) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
        secrets.put(name, value.strip());
    }

    synchronized void saw(String where, String text) {
        seen.merge(where, text, (before, more) -> before.contains(more) ? before : before + "\n" + more);
    }

    /** The command lines of all that runs on this machine now, pods' processes among them. */
    void sawProcesses() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    saw(
                            "the command line of process " + entry.getFileName(),
                            Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // The process ended meanwhile.
                    continue;
                }
            }
        }
    }

    /** {@link #sawProcesses Looks} again and again until it is closed: most processes of a job live for a moment. */
    Watch watchProcesses() {
        var end = new CountDownLatch(1);
        var watching = CompletableFuture.runAsync(
                () -> {
                    try {
                        do {
                            sawProcesses();
                        } while (!end.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("nobody interrupts this thread", e);
                    }
                },
                Thread::startVirtualThread);
        return () -> {
            end.countDown();
            watching.join();
        };
    }

    /** Goes on until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** The logs of a platform; its cluster's own parts are not ours to judge. */
    void sawLogs(Path platform) throws IOException {
        sawFiles(platform, file -> file.toString().endsWith(".log") && !file.startsWith(platform.resolve("cluster")));
    }

    void sawFiles(Path folder, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(which)
                    .forEach(file -> saw("the file " + folder.relativize(file), read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where something was seen. */
    Set<String> places() {
        return seen.keySet();
    }

    /** A sentence for each secret in each place where it stands. */
    List<String> found() {
        List<String> found = new ArrayList<>();
        secrets.forEach((name, value) -> seen.forEach((where, text) -> {
            if (forms(value).stream().anyMatch(text::contains)) {
                found.add(name + " stands in " + where);
            }
        }));
        return found;
    }

    private static Set<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new TreeSet<>(List.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)));
        for (int before = 0; before < 3; before++) {
            forms.add(within(Base64.getEncoder(), before, bytes));
            forms.add(within(Base64.getUrlEncoder(), before, bytes));
        }
        return forms;
    }

    /** What the secret alone decides of an encoded text, in which something else comes before and after it. */
    private static String within(Base64.Encoder encoder, int before, byte[] secret) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        return encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }
}
