package dev.ondes.playground.platform;

import dev.ondes.playground.process.OneAtATime;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cache of loaded and linked classes that lets a service start with a third of the processor time (JEP 483, 514).
 * The first process of a service that ends in peace leaves one, and later starts use it. Its name holds all that it
 * depends on: the JDK, the options and the program's files; so what no longer fits is not found, and is removed when
 * its successor is made. Safe for several processes of one service at a time: one of them makes the cache.
 */
final class StartCache {
    /**
     * System property: {@code none} where a checkout starts but once, since to make a cache costs more than it gives to one start;
     * {@code rehearsed} where starts are many and few end in peace; else what was {@code left} by one that did.
     */
    static final String PROPERTY = "ondes.start-caches";

    private enum Wanted {
        NONE,
        LEFT,
        REHEARSED
    }

    private final Path folder;
    private final String service;
    private final Path file;
    private @Nullable Path unfinished;
    private boolean rehearsed;

    /**
     * @param folder where caches are kept
     * @param service of the checkout, such as {@code job-dispatcher}
     * @param program the folder of its jars
     * @param jvm the JDK's exact build and the options that the service runs with
     */
    StartCache(Path folder, String service, Path program, List<String> jvm) {
        this.folder = folder;
        this.service = service;
        this.file = folder.resolve(service + "-" + fingerprint(program, jvm) + ".aot");
    }

    private static Wanted wanted() {
        return Wanted.valueOf(System.getProperty(PROPERTY, Wanted.LEFT.name()).toUpperCase(Locale.ROOT));
    }

    /**
     * Where there is no cache, and the property asks for it: has one made before anybody needs it. Tries it once.
     *
     * @param rehearsal starts the service and ends it; others on this machine that want the same wait meanwhile
     */
    synchronized void rehearse(Runnable rehearsal) {
        if (rehearsed || wanted() != Wanted.REHEARSED || Files.exists(file)) {
            return;
        }
        rehearsed = true;
        OneAtATime.run(folder.resolve(service + ".lock"), () -> {
            if (!Files.exists(file)) {
                rehearsal.run();
            }
        });
    }

    /** What the next process is started with: the cache, the order to make one, or nothing while another makes it. */
    synchronized Start next() {
        if (Files.exists(file)) {
            return new Start(List.of("-XX:AOTCache=" + file), false);
        }
        if (unfinished != null || wanted() == Wanted.NONE) {
            return new Start(List.of(), false);
        }
        try {
            Files.createDirectories(folder);
            unfinished = Files.createTempDirectory(folder, "unfinished-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Start(List.of("-XX:AOTCacheOutput=" + unfinished.resolve(file.getFileName())), true);
    }

    /**
     * How to start one process.
     *
     * @param options of the JVM
     * @param making whether this process makes the cache, and {@link #ended} must be told of its end
     */
    record Start(List<String> options, boolean making) {
        Start {
            options = List.copyOf(options);
        }
    }

    /**
     * The process that made the cache has ended.
     *
     * @param peacefully whether by itself or when asked: one that was killed leaves nothing of use
     */
    synchronized void ended(boolean peacefully) {
        Path place = unfinished;
        unfinished = null;
        if (place == null) {
            return;
        }
        Path made = place.resolve(file.getFileName());
        try {
            if (peacefully && Files.exists(made)) {
                removeOthers();
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            forget(place);
        } catch (IOException e) {
            throw new PlaygroundException("the start-up cache " + file + " can't be kept: " + e.getMessage());
        }
    }

    /** The JVM's notes for the cache may lie there too. */
    private static void forget(Path unfinished) throws IOException {
        try (Stream<Path> files = Files.list(unfinished)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(unfinished);
    }

    private void removeOthers() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path other : all.toList()) {
                String name = other.getFileName().toString();
                if (name.startsWith(service + "-") && name.endsWith(".aot")) {
                    // Another run on this checkout may do the same.
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static String fingerprint(Path program, List<String> jvm) {
        try (Stream<Path> files = Files.walk(program)) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(String.join("\n", jvm).getBytes(StandardCharsets.UTF_8));
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                // The JVM itself compares a jar's path, size and time of change with those in the cache.
                hash.update("\n%s %d %s"
                        .formatted(each, Files.size(each), Files.getLastModifiedTime(each))
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(hash.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
