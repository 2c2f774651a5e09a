package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API server takes every object of the example, with all that can be added to it, and knows each of its fields. Applied as a trial: but for namespaces and
 * the operator's definitions nothing is kept. {@code ONDES_TEST_KUBECONFIG} names the server; nodes aren't needed.
 */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class ApiServerIT {
    private static final String[] DEFINITIONS = {
        "crd/podmonitors.monitoring.coreos.com", "crd/prometheusrules.monitoring.coreos.com"
    };

    @TempDir
    private Path home;

    @AfterEach
    void forget() throws Exception {
        kubectl(List.of("delete", "--ignore-not-found", "--wait"), DEFINITIONS);
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryObjectOfTheExample(PrometheusOperator operator) throws Exception {
        // Given
        for (Path definition : operator.definitions()) {
            kubectl(List.of("create", "-f"), definition.toString());
        }
        kubectl(List.of("wait", "--for=condition=Established"), DEFINITIONS);
        kubectl(List.of("apply"), "-f", "kubernetes/base/namespaces.yaml", "-f", "kubernetes/images/namespace.yaml");
        Example example = Example.copy(home);

        // When
        Kubectl.Said said = kubectl(
                List.of("apply", "--dry-run=server", "--validate=strict", "-k"),
                example.folder().toString());

        // Then
        assertThat(said.text().lines()).hasSameSizeAs(example.kustomize());
        assertThat(said.text())
                .contains(
                        "podmonitor.monitoring.coreos.com/ondes-services created",
                        "prometheusrule.monitoring.coreos.com/ondes-alerting-rules created");
        // Who is on the host's network can't keep to it; the namespace warns of whatever doesn't.
        assertThat(said.aside().lines().filter(line -> line.contains("would violate PodSecurity \"restricted")))
                .singleElement()
                .asString()
                .endsWith("host namespaces (hostNetwork=true), hostPort (container \"detector\" uses hostPort 9808)");
    }

    private static Kubectl.Said kubectl(List<String> command, String... arguments)
            throws IOException, InterruptedException {
        return Kubectl.run(Stream.of(
                        Stream.of("--kubeconfig", System.getenv("ONDES_TEST_KUBECONFIG")),
                        command.stream(),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
