package dev.ondes.playground.platform;

import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkout with its built programs, and this JDK.
 *
 * @param folder the checkout's root
 */
public record Home(Path folder) {
    /** System property that names the checkout; the launcher and the tests set it. */
    public static final String PROPERTY = "ondes.home";

    /** The one that {@value #PROPERTY} names. */
    public static Home here() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new PlaygroundException("start the playground by ./ondes: the property " + PROPERTY + " is missing");
        }
        return new Home(Path.of(folder).toAbsolutePath().normalize());
    }

    public Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The folder with the program of a module that is a Quarkus service, such as {@code job-dispatcher}. */
    public Path service(String module) {
        return built(folder.resolve(module).resolve("target/quarkus-app"));
    }

    public Path agentBuild() {
        return built(folder.resolve("job-agent/target"));
    }

    public Path sample() {
        return folder.resolve("playground/sample");
    }

    /** A file of the checkout. */
    public Path file(String path) {
        return folder.resolve(path);
    }

    /** The start-up caches of this checkout's services. */
    Path starts() {
        return folder.resolve(".ondes/starts");
    }

    private static Path built(Path program) {
        if (!Files.exists(program)) {
            throw new PlaygroundException(program + " is missing: build first, with ./ondes or mvn -Dquick package");
        }
        return program;
    }

    /** Command line that runs a main class of the playground in a JVM of its own. */
    public List<String> playground(String mainClass, List<String> arguments) {
        return Stream.concat(
                        Stream.of(
                                java().toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-D" + PROPERTY + "=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass),
                        arguments.stream())
                .toList();
    }

    /** A new folder for one run: outside of the checkout, short enough for sockets. */
    public static Path runFolder() {
        try {
            return Files.createTempDirectory("ondes-run-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
