package dev.ondes.playground.bench;

import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
final class Ran {
    private Ran() {}

    /** A Java program of ours that packs, on a small machine: as {@code ondes build} is started. */
    static String java(String heap, String classPath, List<String> program, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "@" + Home.here().file("cli/src/main/image/build.options"),
                "-cp",
                classPath));
        command.addAll(program);
        return output(command, environment);
    }

    /**
     * All that it says.
     *
     * @throws PlaygroundException with that, when it fails
     */
    static String output(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new PlaygroundException(command.getFirst() + " failed: " + output);
            }
            return output;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted");
        }
    }
}
