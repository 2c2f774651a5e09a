package dev.ondes.playground.platform;

import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.images.ImageParts;
import dev.ondes.playground.images.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What builds images: a registry, an S3, and image-builder, whose policy lets every project push below its own path and to
 * {@code scratch}. Owns all of it.
 */
public final class ImageBuilding implements AutoCloseable {
    /** The service account that benchmarks ask as: its builds may want more than any node has. */
    public static final String BENCH = "bench";

    /** The service account that somebody may ask as from a shell. */
    public static final String PERSON = "person";

    private final ImageParts parts;
    private final Service builder;
    private final Path policy;

    private ImageBuilding(ImageParts parts, Service builder, Path policy) {
        this.parts = parts;
        this.builder = builder;
        this.policy = policy;
    }

    /**
     * Starts all, and returns when all are ready.
     *
     * @param broker settings that say where it is
     * @param gitlab whose jobs may have images built
     */
    static ImageBuilding start(
            ServiceHost host,
            Cluster cluster,
            Path folder,
            Settings settings,
            Map<String, String> broker,
            URI gitlab,
            Consumer<String> say) {
        ImageParts parts = ImageParts.start(cluster, folder, say);
        try {
            RegistryLogin.make(cluster, parts.registry().host());
            Path policy = settings.secret("policy.yaml", policy(cluster, parts));
            int port = host.place().freePort();
            URI address = URI.create("http://" + host.place().address() + ":" + port);
            Service builder = host.service(
                    "image-builder",
                    "image-builder",
                    settings.properties(
                            "image-builder.properties",
                            settings(cluster, settings, broker, gitlab, address, parts, policy)),
                    port);
            builder.start();
            builder.awaitReady();
            return new ImageBuilding(parts, builder, policy);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Map<String, String> settings(
            Cluster cluster,
            Settings settings,
            Map<String, String> broker,
            URI gitlab,
            URI address,
            ImageParts parts,
            Path policy) {
        Map<String, String> own = new LinkedHashMap<>(broker);
        own.put("ondes.images.kubeconfig", cluster.kubeconfigOf("image-builder").toString());
        own.put("ondes.images.namespace", cluster.namespace());
        own.put("ondes.images.lease-namespace", cluster.namespace());
        own.put("ondes.images.policy-file", policy.toString());
        own.put(
                "ondes.images.key-file",
                settings.secret("image-keys", Settings.randomKeyRing()).toString());
        own.put("ondes.images.gitlab.main.issuer", gitlab.toString());
        own.put("ondes.images.gitlab.main.audience", address.toString());
        own.put("ondes.images.cluster-audience", address.toString());
        own.put("ondes.images.context-image", Images.CONTEXT);
        own.put("ondes.images.buildah.image", Images.BUILDAH);
        own.put("ondes.images.sbom.image", Images.SYFT);
        own.put("ondes.registry.plain-http", parts.registry().host());
        own.put("ondes.store.bucket", ObjectStore.BUCKET);
        own.put("ondes.store.endpoint", parts.store().server().url().toString());
        own.put("ondes.store.path-style", "true");
        own.put("ondes.store.credentials-file", parts.store().credentials().toString());
        return own;
    }

    private static String policy(Cluster cluster, ImageParts parts) {
        String registry = parts.registry().host();
        return cluster.capacities() + """
                registries:
                  - {host: "%1$s", plainHttp: true}
                limits: {cpu: 500m, memory: 1Gi, disk: 5Gi}
                rules:
                  - when: {namespacePath: "**"}
                    destinations: ["%1$s/{project_path}/**", "%1$s/{project_path}:*", "%1$s/scratch/**"]
                    builders: [buildah]
                    credentials: %2$s
                  - when: {serviceAccount: %3$s/%4$s}
                    project: {id: 1000000, path: bench/images}
                    destinations: ["%1$s/bench/**"]
                    builders: [buildah]
                    limits: {running: 100, queued: 1000, cpu: "64"}
                  - when: {serviceAccount: %3$s/%5$s}
                    project: {id: 1000001, path: person/images}
                    destinations: ["%1$s/person/**"]
                    builders: [buildah]
                    credentials: %2$s
                """.formatted(registry, RegistryLogin.NAME, cluster.namespace(), BENCH, PERSON);
    }

    /** Gives the jobs of every project what GitLab's own registry and an operator would give them. */
    void tell(GitLabApi gitlab) {
        gitlab.instanceVariable("ONDES_BUILD_SERVER", builder.address().toString());
        gitlab.instanceVariable("CI_REGISTRY", parts.registry().host());
        gitlab.instanceVariable("CI_REGISTRY_IMAGE", parts.registry().host() + "/$CI_PROJECT_PATH");
    }

    /** Who may push where; a change counts at once. */
    public Path policy() {
        return policy;
    }

    public ImageParts parts() {
        return parts;
    }

    public Service builder() {
        return builder;
    }

    @Override
    public void close() {
        builder.close();
        parts.close();
    }
}
