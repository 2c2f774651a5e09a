package dev.ondes.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests of spot-watcher and, beside it, of node-detector. */
class ManifestsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void theQuotaNamesThePriorityClassOfEveryPodInItsNamespace() throws IOException {
        List<HasMetadata> ours = Stream.concat(
                        read("src/main/kubernetes/deployment.yaml"),
                        read("../node-detector/src/main/kubernetes/daemonset.yaml"))
                .toList();
        var quota = (ResourceQuota)
                read("src/main/kubernetes/quota.yaml").findFirst().orElseThrow();

        assertThat(ours.stream().flatMap(ManifestsTest::pods).map(PodSpec::getPriorityClassName))
                .hasSize(2)
                .allSatisfy(name -> assertThat(
                                quota.getSpec().getScopeSelector().getMatchExpressions())
                        .singleElement()
                        .satisfies(scope -> {
                            assertThat(scope.getScopeName()).isEqualTo("PriorityClass");
                            assertThat(scope.getOperator()).isEqualTo("In");
                            assertThat(scope.getValues()).contains(name);
                        }));
        assertThat(ours)
                .allSatisfy(one -> assertThat(one.getMetadata().getNamespace())
                        .isEqualTo(quota.getMetadata().getNamespace()));
    }

    private static Stream<PodSpec> pods(HasMetadata object) {
        return switch (object) {
            case Deployment deployment ->
                Stream.of(deployment.getSpec().getTemplate().getSpec());
            case DaemonSet daemons -> Stream.of(daemons.getSpec().getTemplate().getSpec());
            default -> Stream.of();
        };
    }

    private static Stream<HasMetadata> read(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Object read = YAML.unmarshal(in);
            return (read instanceof List<?> many ? many.stream() : Stream.of(read)).map(HasMetadata.class::cast);
        }
    }
}
