package dev.ondes.playground.cluster;

import dev.ondes.playground.process.OneAtATime;
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
 * The part of a program's image that is ours: a runtime and jars, as the module's build-root.sh makes them. Made once for
 * each build of the module, and kept in the cache.
 *
 * @param kind whose it is
 * @param folder the image's root
 */
record ProgramRoot(Kind kind, Path folder) {
    private static final int KEPT = 4;

    /** The modules that run in pods. */
    enum Kind {
        /** The program in each CI pod; with a start-up cache. */
        AGENT("job-agent", "opt/ondes-agent", "agent"),
        /** Brings the context of an image's build. */
        CONTEXT("build-context", "opt/ondes-context", "fetch"),
        /** The commands, for jobs that have images built. */
        CLI("cli", "opt/ondes-cli", "ondes"),
        /** Asks the cloud, on each node; with a start-up cache. */
        DETECTOR("node-detector", "opt/ondes-detector", "detector"),
        DISPATCHER("job-dispatcher"),
        SCHEDULER("pod-scheduler"),
        ALERTER("metrics-alerter"),
        IMAGES("image-builder"),
        SPOT("spot-watcher");

        /** What a cluster gets that Ondes is installed in. */
        static final List<Kind> SERVICES = List.of(DISPATCHER, SCHEDULER, ALERTER, IMAGES, SPOT, DETECTOR);

        private final String module;
        private final String script;
        private final boolean service;
        private final Path main;
        private final String program;

        /** A program with a way of its own into an image. */
        Kind(String module, String main, String program) {
            this.module = module;
            this.script = module + "/src/main/image/build-root.sh";
            this.service = false;
            this.main = Path.of(main);
            this.program = program;
        }

        /** A service: they all go one way. */
        Kind(String module) {
            this.module = module;
            this.script = "deploy/image/build-root.sh";
            this.service = true;
            this.main = Path.of("opt/ondes");
            this.program = "run";
        }

        private List<String> arguments() {
            return service ? List.of(module) : List.of();
        }

        /** Its name in the playground's clusters. */
        String image() {
            return "ondes/" + module + ":1";
        }
    }

    /** The image's entrypoint. */
    List<String> entrypoint() {
        return List.of("/" + kind.main + "/" + kind.program);
    }

    /** Makes it, or finds it made; empty where the module isn't built: the cluster has no image of it then. */
    static Optional<ProgramRoot> make(Kind kind, Path checkout, Consumer<String> say) {
        Path script = checkout.resolve(kind.script);
        Path built = checkout.resolve(kind.module + "/target");
        if (!Files.isExecutable(script) || !hasJars(built)) {
            say.accept(kind.module + " is not built: the cluster gets no image of it");
            return Optional.empty();
        }
        try {
            Path cache = Files.createDirectories(Cache.folder().resolve("programs"));
            Path root = cache.resolve(kind.module + "-" + stateOf(script, built));
            OneAtATime.run(cache.resolve(kind.module + ".lock"), () -> {
                if (!Files.isDirectory(root.resolve(kind.main))) {
                    say.accept("makes " + kind.module + "'s runtime");
                    make(kind, checkout, script, root);
                }
                use(cache, root, kind);
            });
            return Optional.of(new ProgramRoot(kind, root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A build of the module makes another; an older one may be in use by another run. */
    private static void use(Path cache, Path root, Kind kind) {
        try {
            Files.setLastModifiedTime(root, FileTime.from(Instant.now()));
            Cache.forgetOld(cache, kind.module + "-", KEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Kind kind, Path checkout, Path script, Path root) {
        try {
            // Named as the finished ones are: what a killed run leaves behind is forgotten with them.
            Path making = Files.createTempDirectory(root.getParent(), kind.module + "-new-");
            // It becomes the root of an image, which other users must be able to enter.
            Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
            Tool.must(
                    checkout,
                    Stream.of(
                                    List.of("env", "JAVA_HOME=" + System.getProperty("java.home"), script.toString()),
                                    kind.arguments(),
                                    List.of(making.toString()))
                            .flatMap(List::stream)
                            .toList());
            Files.move(making, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlaygroundException(kind.module + "'s runtime can't be made in " + root + ": " + e);
        }
    }

    private static boolean hasJars(Path built) {
        try (Stream<Path> files = Files.exists(built) ? Files.list(built) : Stream.empty()) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes whenever the module's jars, the script or the JDK do. */
    private static String stateOf(Path script, Path built) throws IOException {
        var state = new StringBuilder(Runtime.version().toString());
        // A service's are deeper than a program's: target/quarkus-app/lib/main
        try (Stream<Path> jars = Files.walk(built, 4);
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
