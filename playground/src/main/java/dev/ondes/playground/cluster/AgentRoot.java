package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The part of job-agent's image that is ours: its runtime, jars and AOT cache under /opt/ondes-agent, as job-agent's
 * build-root.sh makes them. Made once for each build of job-agent, and kept in the cache.
 *
 * @param folder the image's root
 */
record AgentRoot(Path folder) {
    static final List<String> ENTRYPOINT = List.of("/opt/ondes-agent/agent");

    private static final Path MAIN = Path.of("opt/ondes-agent");

    /** Makes it, or finds it made; empty where job-agent isn't built: the cluster has no agent image then. */
    static Optional<AgentRoot> make(Path checkout, Consumer<String> say) {
        Path script = checkout.resolve("job-agent/src/main/image/build-root.sh");
        Path built = checkout.resolve("job-agent/target");
        if (!Files.isExecutable(script) || !hasJars(built)) {
            say.accept("job-agent is not built: the cluster gets no image of it");
            return Optional.empty();
        }
        try {
            Path cache = Files.createDirectories(Cache.folder().resolve("agents"));
            Cache.forgetOld(cache);
            Path root = cache.resolve(stateOf(script, built));
            if (!Files.isDirectory(root.resolve(MAIN))) {
                say.accept("makes job-agent's runtime");
                Path making = Files.createTempDirectory(cache, "new-");
                // It becomes the root of an image, which other users must be able to enter.
                Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
                Tool.must(
                        checkout,
                        List.of(
                                "env",
                                "JAVA_HOME=" + System.getProperty("java.home"),
                                script.toString(),
                                making.toString()));
                put(making, root);
            }
            Files.setLastModifiedTime(root, FileTime.from(Instant.now()));
            return Optional.of(new AgentRoot(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path making, Path root) throws IOException {
        try {
            Files.move(making, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Someone else has made the same meanwhile.
            if (!Files.isDirectory(root.resolve(MAIN))) {
                throw new PlaygroundException("job-agent's runtime can't be put into " + root + ": " + e.getMessage());
            }
        }
    }

    private static boolean hasJars(Path built) {
        try (Stream<Path> files = Files.exists(built) ? Files.list(built) : Stream.empty()) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes whenever the agent's jars, the script or the JDK do. */
    private static String stateOf(Path script, Path built) throws IOException {
        var state = new StringBuilder(Runtime.version().toString());
        try (Stream<Path> jars = Files.walk(built, 2);
                Stream<Path> scripts = Files.list(script.getParent())) {
            Stream<Path> files =
                    Stream.concat(jars.filter(file -> file.toString().endsWith(".jar")), scripts);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                state.append('\n').append(file.getFileName()).append(' ').append(digest(Files.readAllBytes(file)));
            }
        }
        return digest(state.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
