package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The playground's Kubernetes brings one along, kustomize within it. Where it was never built the test is skipped, saying so; in CI that is a failure. */
final class Kubectl {
    private static final String SCRIPT = "../playground/kubernetes/kubernetes.sh";

    private Kubectl() {}

    /** What it prints to its output, and to its other one; fails when it does. */
    static Said run(String... arguments) throws IOException, InterruptedException {
        // Where nobody may build a Kubernetes, as without root, nothing else here could say what kustomize makes of it.
        Needed.isThere(call("version", "--client").code() == 0, "no kubectl: ./ondes demo --cluster real builds it");
        Said said = call(arguments);
        assertThat(said.code()).as(said.aside()).isZero();
        return said;
    }

    private static Said call(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(SCRIPT, "kubectl"), Stream.of(arguments))
                .toList();
        Path aside = Files.createTempFile("kubectl", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(aside.toFile()).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), said, Deploy.text(aside));
        } finally {
            Files.delete(aside);
        }
    }

    record Said(int code, String text, String aside) {}
}
