package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The namespace of jobs in a true cluster. */
final class Workspace {
    /** Where a cluster of our own has it. */
    static final String NAMESPACE = "ondes-jobs";

    private Workspace() {}

    static KubernetesClient client(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setRequestRetryBackoffLimit(3);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Makes it, and returns when pods can be made in it. */
    static void make(KubernetesClient client, String namespace) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        // Pods are refused until the controller manager has made this.
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
    }

    /** Makes a user of a service's name with the rights of its own manifest, bound to the user in place of its account. */
    static void grant(KubernetesClient client, Path checkout, String namespace, String service) {
        Path manifest = checkout.resolve(service + "/src/main/kubernetes/rbac.yaml");
        try (InputStream in = Files.newInputStream(manifest)) {
            for (HasMetadata part : client.load(in).items()) {
                if (part instanceof Namespaced) {
                    part.getMetadata().setNamespace(namespace);
                }
                if (part instanceof RoleBinding binding) {
                    binding.setSubjects(List.of(user(service)));
                } else if (part instanceof ClusterRoleBinding binding) {
                    binding.setSubjects(List.of(user(service)));
                }
                client.resource(part).serverSideApply();
            }
        } catch (IOException e) {
            throw new PlaygroundException(manifest + " can't be read: " + e.getMessage());
        }
    }

    private static Subject user(String name) {
        return new SubjectBuilder()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("User")
                .withName(name)
                .build();
    }
}
