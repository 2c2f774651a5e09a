package dev.ondes.playground.platform;

import dev.ondes.playground.cluster.Cluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Credentials for the registry, as an operator leaves them in a Secret. This registry asks nobody for them. */
final class RegistryLogin {
    static final String NAME = "image-registry";

    private RegistryLogin() {}

    static void make(Cluster cluster, String registry) {
        String login = "ondes:" + Settings.randomToken();
        String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build()) {
            client.secrets()
                    .inNamespace(cluster.namespace())
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName(NAME)
                            .endMetadata()
                            .withType("kubernetes.io/dockerconfigjson")
                            .withStringData(Map.of(
                                    ".dockerconfigjson",
                                    "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry, auth)))
                            .build())
                    .createOr(NonDeletingOperation::update);
        }
    }
}
