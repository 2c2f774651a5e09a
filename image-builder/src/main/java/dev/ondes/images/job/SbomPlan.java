package dev.ondes.images.job;

import dev.ondes.images.build.Order;
import dev.ondes.images.builder.PodPaths;
import dev.ondes.images.policy.ImageName;
import dev.ondes.images.policy.Policy.Registry;
import dev.ondes.images.sbom.SbomFormat;
import dev.ondes.images.sbom.Syft;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job that lists what is in one image of a build. Its pod sees the credentials for registries and nothing else of the build, may
 * write to its scratch folder alone, and prints the list. It reads only, so it may be tried again. Pure.
 */
public final class SbomPlan {
    /** What the container is called that prints the list. */
    public static final String CONTAINER = "sbom";

    private static final int TRIES_MORE = 2;

    private final JobRules rules;
    private final Syft syft;

    public SbomPlan(JobRules rules, Syft syft) {
        this.rules = rules;
        this.syft = syft;
    }

    public SbomFormat format() {
        return syft.format();
    }

    /**
     * For one part.
     *
     * @param digest of its image
     */
    public Job job(Order order, int part, String digest, Job head) {
        Map<String, String> labels = new TreeMap<>(Map.of(
                JobNames.MANAGED_BY, JobNames.ONDES,
                JobNames.BUILD, order.id().value(),
                JobNames.PROJECT, Long.toString(order.grant().project().id()),
                JobNames.PART, Integer.toString(part),
                JobNames.ROLE, JobNames.SBOM));
        return new JobBuilder()
                .withNewMetadata()
                .withName(JobNames.sbom(order.id(), part))
                .withNamespace(rules.namespace())
                .withLabels(labels)
                .withOwnerReferences(JobPlan.owner(head))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(TRIES_MORE)
                .withActiveDeadlineSeconds(syft.limit().toSeconds())
                .withPodFailurePolicy(JobPlan.lostPodsDoNotCount())
                .withTtlSecondsAfterFinished(Math.toIntExact(rules.keep().toSeconds()))
                .withTemplate(
                        pod(order, ImageName.parse(order.destinations(part).getFirst()), digest, labels))
                .endSpec()
                .build();
    }

    private PodTemplateSpec pod(Order order, ImageName image, String digest, Map<String, String> labels) {
        var nodes = rules.nodes(rules.first());
        List<Volume> volumes = new ArrayList<>(
                List.of(PodPlan.empty("scratch", new Quantity(order.grant().disk())), PodPlan.docker(order)));
        if (haveAuthorities()) {
            volumes.add(PodPlan.authorities(order));
        }
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withRuntimeClassName(rules.runtimeClass())
                .withPriorityClassName(rules.priorityClass())
                .withImagePullSecrets(rules.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withHostUsers(rules.hostUsers() ? null : false)
                .withNodeSelector(nodes.nodeSelector())
                .withTolerations(PodPlan.tolerations(nodes))
                .withContainers(container(image, digest))
                .withVolumes(volumes)
                .endSpec()
                .build();
    }

    private Container container(ImageName image, String digest) {
        boolean plain = rules.registries().stream()
                .filter(Registry::plainHttp)
                .anyMatch(known -> known.host().equals(image.host()));
        var container = new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(syft.image())
                .withCommand(syft.command())
                .withArgs(syft.args(image.withoutTag() + "@" + digest))
                .withEnv(syft.environment(plain, haveAuthorities()).entrySet().stream()
                        .map(variable -> new EnvVarBuilder()
                                .withName(variable.getKey())
                                .withValue(variable.getValue())
                                .build())
                        .toList())
                .withSecurityContext(PodPlan.nobody())
                .withResources(PodPlan.resources("100m", null, syft.memory(), null))
                .withVolumeMounts(
                        PodPlan.mount("scratch", Syft.SCRATCH, false), PodPlan.mount("docker", PodPaths.DOCKER, true));
        if (haveAuthorities()) {
            container.addToVolumeMounts(PodPlan.mount(PodPlan.AUTHORITIES, PodPaths.AUTHORITIES, true));
        }
        return container.build();
    }

    private boolean haveAuthorities() {
        return !rules.authorities().isEmpty();
    }
}
