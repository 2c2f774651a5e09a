package dev.ondes.playground.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine: found on the path, run to their end. */
public final class Tool {
    private static final List<String> MORE = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Tool() {}

    /** Where a program is, looked for on the path and in the folders of system programs. */
    public static Optional<Path> find(String name) {
        var folders = new java.util.ArrayList<>(Arrays.asList(
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)));
        folders.addAll(MORE);
        return folders.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What a run gave: exit code, and standard output and error together. */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs to the end; the limit is ten minutes. */
    public static Result run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new PlaygroundException(String.join(" ", command) + " took more than ten minutes");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new PlaygroundException(command.getFirst() + " can't be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException(command.getFirst() + " was interrupted");
        }
    }

    /** Runs to the end. @throws PlaygroundException with its output when it fails */
    public static String must(Path folder, List<String> command) {
        Result result = run(folder, command);
        if (!result.succeeded()) {
            throw new PlaygroundException(
                    String.join(" ", command) + " failed with " + result.exitCode() + ":\n" + result.output());
        }
        return result.output();
    }
}
