package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drives {@code playground/kubernetes/kubernetes.sh} for one cluster. What the script says goes to {@code say},
 * line by line.
 *
 * @param slot which of the clusters that may run beside each other on this machine; from 0
 */
record KubernetesScript(Path checkout, int slot, Consumer<String> say) {
    /** How many clusters may run beside each other. */
    static final int SLOTS = 8;

    static final int TAKEN = 3;

    private static final int FIRST_NET = 213;
    private static final int FIRST_PORT = 16443;

    /** What a call gave. */
    record Answer(int exitCode, String output, String said) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Calls it. @throws PlaygroundException with what the script said, where it fails */
    String must(String... arguments) {
        Answer answer = call(arguments);
        if (!answer.succeeded()) {
            throw new PlaygroundException("kubernetes.sh " + String.join(" ", arguments) + " failed with "
                    + answer.exitCode() + ":\n" + answer.said());
        }
        return answer.output();
    }

    /** The keys that {@code print} gives. */
    Map<String, String> print() {
        return must("print")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    /** Calls it with its output going to a file. */
    void writeTo(Path file, String... arguments) {
        Answer answer = call(ProcessBuilder.Redirect.to(file.toFile()), arguments);
        if (!answer.succeeded()) {
            throw new PlaygroundException(
                    "kubernetes.sh " + String.join(" ", arguments) + " failed:\n" + answer.said());
        }
    }

    Answer call(String... arguments) {
        return call(ProcessBuilder.Redirect.PIPE, arguments);
    }

    private Answer call(ProcessBuilder.Redirect out, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(checkout.resolve("playground/kubernetes/kubernetes.sh").toString()));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out);
            builder.environment().putAll(environment());
            Process process = builder.start();
            Deque<String> said = new ArrayDeque<>();
            Thread listener = Thread.ofVirtual().start(() -> listen(process.errorReader(), said));
            String output;
            try (Stream<String> lines = process.inputReader().lines()) {
                output = lines.collect(Collectors.joining("\n"));
            }
            int exitCode = process.waitFor();
            listener.join();
            return new Answer(exitCode, output, String.join("\n", said));
        } catch (IOException e) {
            throw new PlaygroundException("kubernetes.sh can't be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("kubernetes.sh was interrupted");
        }
    }

    private void listen(BufferedReader errors, Deque<String> said) {
        try (Stream<String> lines = errors.lines()) {
            lines.forEach(line -> {
                said.add(line);
                if (said.size() > 20) {
                    said.remove();
                }
                if (line.startsWith("kubernetes: ")) {
                    say.accept(line.substring("kubernetes: ".length()));
                }
            });
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_NS",
                slot == 0 ? "ondes" : "ondes-" + slot,
                "KUBERNETES_NET",
                "10." + (FIRST_NET + slot),
                "KUBERNETES_PORT",
                String.valueOf(FIRST_PORT + 10 * slot),
                "KUBERNETES_OWNER",
                String.valueOf(ProcessHandle.current().pid()));
    }
}
