package dev.ondes.images.job;

import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.BuilderContainer;
import dev.ondes.images.builder.PodPaths;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a build: one container fetches and unpacks the context, then one builds. What is secret stands in a Secret of which
 * each container sees its own part: the builder not the context's URL, nobody a token of the cluster. Pure.
 */
final class PodPlan {
    /** The container that brings the context, and the volume that it brings it to. */
    static final String CONTEXT = "context";

    static final String BUILDER = "builder";

    static final String AUTHORITIES = "authorities";
    private static final String FETCH = "/ondes/fetch";
    private static final long UNPRIVILEGED = 65532;
    private static final long GRACE_SECONDS = 10;
    /** Of Java and git together; git's index of a pack grows with the number of objects. A builder mostly asks for more. */
    private static final String CONTEXT_MEMORY = "512Mi";

    private final JobRules rules;

    PodPlan(JobRules rules) {
        this.rules = rules;
    }

    PodTemplateSpec template(
            Order order, int part, BuilderContainer builder, Map<String, String> labels, NodeChoice nodes) {
        var spec = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .addToAnnotations("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")
                .addToAnnotations("karpenter.sh/do-not-disrupt", "true")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withActiveDeadlineSeconds(order.grant().timeout().toSeconds())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withRuntimeClassName(rules.runtimeClass())
                .withPriorityClassName(rules.priorityClass())
                .withImagePullSecrets(rules.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNodeSelector(selector(order.platform(part), nodes))
                .withTolerations(tolerations(nodes))
                .withInitContainers(context())
                .withContainers(builder(order, builder))
                .withVolumes(volumes(order, builder));
        if (!rules.hostUsers()) {
            spec.withHostUsers(false);
        }
        return spec.endSpec().build();
    }

    static List<Toleration> tolerations(NodeChoice nodes) {
        return nodes.tolerations().stream()
                .map(toleration -> new TolerationBuilder()
                        .withKey(toleration.key())
                        .withOperator(toleration.value() == null ? "Exists" : "Equal")
                        .withValue(toleration.value())
                        .withEffect(toleration.effect())
                        .build())
                .toList();
    }

    /** The node's own architecture where a platform is named: none of the builders emulates another well. */
    private static Map<String, String> selector(@Nullable String platform, NodeChoice nodes) {
        Map<String, String> selector = new TreeMap<>(nodes.nodeSelector());
        if (platform != null) {
            String[] parts = platform.split("/", -1);
            selector.put("kubernetes.io/os", parts[0]);
            selector.put("kubernetes.io/arch", parts[1]);
        }
        return selector;
    }

    private Container context() {
        var container = new ContainerBuilder()
                .withName(CONTEXT)
                .withImage(rules.contextImage())
                .withEnv(
                        new EnvVarBuilder()
                                .withName("ONDES_CONTEXT_ORDER")
                                .withValue(FETCH + "/" + FetchRequest.FILE)
                                .build(),
                        new EnvVarBuilder()
                                .withName("ONDES_CONTEXT_DIR")
                                .withValue(PodPaths.CONTEXT)
                                .build())
                .withSecurityContext(nobody())
                .withResources(resources("100m", null, CONTEXT_MEMORY, null))
                .withVolumeMounts(
                        mount(CONTEXT, PodPaths.CONTEXT, false),
                        mount("fetch", FETCH, true),
                        mount("tmp", "/tmp", false));
        if (haveAuthorities()) {
            container
                    .addNewEnv()
                    .withName("ONDES_CONTEXT_CA_FILE")
                    .withValue(PodPaths.AUTHORITIES + "/" + SecretPlan.AUTHORITIES)
                    .endEnv()
                    .addToVolumeMounts(mount(AUTHORITIES, PodPaths.AUTHORITIES, true));
        }
        return container.build();
    }

    /** Of Pod Security's level Restricted. */
    static SecurityContext nobody() {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(UNPRIVILEGED)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private boolean haveAuthorities() {
        return !rules.authorities().isEmpty();
    }

    private Container builder(Order order, BuilderContainer builder) {
        List<VolumeMount> mounts = new ArrayList<>(
                List.of(mount(CONTEXT, PodPaths.CONTEXT, false), mount("docker", PodPaths.DOCKER, true)));
        if (!order.secretIds().isEmpty()) {
            mounts.add(mount("secrets", PodPaths.SECRETS, true));
        }
        if (!builder.files().isEmpty()) {
            mounts.add(mount("config", PodPaths.CONFIG, true));
        }
        if (haveAuthorities()) {
            mounts.add(mount(AUTHORITIES, PodPaths.AUTHORITIES, true));
        }
        for (int index = 0; index < builder.scratch().size(); index++) {
            mounts.add(mount("scratch-" + index, builder.scratch().get(index), false));
        }
        var grant = order.grant();
        return new ContainerBuilder()
                .withName(BUILDER)
                .withImage(builder.image())
                .withCommand(builder.command())
                .withArgs(builder.args())
                .withEnv(env(builder))
                .withSecurityContext(builder.security())
                .withTerminationMessagePath(PodPaths.TERMINATION_LOG)
                .withResources(resources(grant.cpu(), null, grant.memory(), grant.disk()))
                .withVolumeMounts(mounts)
                .build();
    }

    private static List<EnvVar> env(BuilderContainer builder) {
        return new TreeMap<>(builder.env())
                .entrySet().stream()
                        .map(variable -> new EnvVarBuilder()
                                .withName(variable.getKey())
                                .withValue(variable.getValue())
                                .build())
                        .toList();
    }

    /** Memory and disk are request and limit, so that a build dies of its own needs and not of its neighbours'. */
    static ResourceRequirements resources(String cpu, @Nullable String cpuLimit, String memory, @Nullable String disk) {
        var resources = new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("memory", new Quantity(memory));
        if (cpuLimit != null) {
            resources.addToLimits("cpu", new Quantity(cpuLimit));
        }
        if (disk != null) {
            resources
                    .addToRequests("ephemeral-storage", new Quantity(disk))
                    .addToLimits("ephemeral-storage", new Quantity(disk));
        }
        return resources.build();
    }

    static VolumeMount mount(String volume, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    private List<Volume> volumes(Order order, BuilderContainer builder) {
        List<Volume> volumes = new ArrayList<>();
        Quantity disk = new Quantity(order.grant().disk());
        volumes.add(empty(CONTEXT, disk));
        volumes.add(empty("tmp", disk));
        volumes.add(secret(order, "fetch", Map.of(FetchRequest.FILE, FetchRequest.FILE)));
        volumes.add(docker(order));
        if (!order.secretIds().isEmpty()) {
            Map<String, String> items = new TreeMap<>();
            order.secretIds().forEach(id -> items.put(SecretPlan.SECRET_PREFIX + id, id));
            volumes.add(secret(order, "secrets", items));
        }
        if (!builder.files().isEmpty()) {
            Map<String, String> items = new TreeMap<>();
            builder.files().keySet().forEach(name -> items.put(SecretPlan.CONFIG_PREFIX + name, name));
            volumes.add(secret(order, "config", items));
        }
        if (haveAuthorities()) {
            volumes.add(authorities(order));
        }
        for (int index = 0; index < builder.scratch().size(); index++) {
            volumes.add(empty("scratch-" + index, disk));
        }
        return volumes;
    }

    /** Credentials for registries. */
    static Volume docker(Order order) {
        return secret(order, "docker", Map.of(SecretPlan.DOCKER, "config.json"));
    }

    /** While a new setting is rolled out, the Secret may be written by a replica that has not heard of it. */
    static Volume authorities(Order order) {
        Volume volume = secret(order, AUTHORITIES, Map.of(SecretPlan.AUTHORITIES, SecretPlan.AUTHORITIES));
        volume.getSecret().setOptional(true);
        return volume;
    }

    static Volume empty(String name, Quantity limit) {
        return new VolumeBuilder()
                .withName(name)
                .withEmptyDir(
                        new EmptyDirVolumeSourceBuilder().withSizeLimit(limit).build())
                .build();
    }

    private static Volume secret(Order order, String name, Map<String, String> items) {
        var volume = new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(JobNames.secret(order.id()))
                .withDefaultMode(0444);
        items.forEach(
                (key, path) -> volume.addNewItem().withKey(key).withPath(path).endItem());
        return volume.endSecret().build();
    }
}
