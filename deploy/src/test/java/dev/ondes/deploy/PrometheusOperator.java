package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What defines the operator's objects, from its Go module. Its sum is Go's own, of all that is in the module. */
enum PrometheusOperator {
    /** The first with {@code keep_firing_for}. */
    OLDEST("v0.66.0", "h1:Jj4mbGAkfBbTih6ait03f2vUjEHB7Kb4gnlAmWu7AJ0="),
    NEWEST("v0.85.0", "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=");

    private static final String MODULE = "github.com/prometheus-operator/prometheus-operator";

    private final String version;
    private final String sum;

    PrometheusOperator(String version, String sum) {
        this.version = version;
        this.sum = sum;
    }

    /** Files that define PodMonitors and PrometheusRules. Skips the test where the module can't be had; in CI that is a failure. */
    List<Path> definitions() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("/bin/sh", "-c", "exec go mod download -json " + MODULE + "@" + version)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Whoever may not ask Go's database of sums still has the one below.
        builder.environment().put("GONOSUMDB", MODULE);
        Process go = builder.start();
        String said = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Needed.isThere(go.waitFor() == 0, "no Go module " + MODULE + "@" + version);
        var module = Deploy.json(said);
        assertThat(module.path("Sum").asText()).isEqualTo(sum);
        Path folder = Path.of(module.path("Dir").asText(), "example/prometheus-operator-crd");
        return List.of(
                folder.resolve("monitoring.coreos.com_podmonitors.yaml"),
                folder.resolve("monitoring.coreos.com_prometheusrules.yaml"));
    }
}
