package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.pods.Annotations;
import dev.ondes.scheduler.pods.Intent;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PullRound;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pod of one attempt. Pure: the same order gives the same pod. Nothing secret stands in it. */
final class PodPlan {
    /** As the API server calls them; the agent's container is the first, services are init containers that go on. */
    private static final Pattern IMAGES_OF_THE_JOB =
            Pattern.compile("spec\\.(containers\\[1]|initContainers\\[\\d+])\\.image");

    /** What the pod may take beyond the job's own timeout, which the agent enforces; a backstop where no agent lives. */
    private static final long DEADLINE_SLACK_SECONDS = 3600;

    private PodPlan() {}

    static Pod of(Order order) {
        JobQueued job = order.job();
        JobClass jobClass = order.jobClass();
        String name = PodNames.of(jobClass.name(), job.jobId(), order.attempt());
        long deadline = job.timeout().toSeconds() + DEADLINE_SLACK_SECONDS;
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(jobClass.namespace())
                .withLabels(labels(order))
                .withAnnotations(annotations(order))
                .withFinalizers(PodNames.FINALIZER)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withSecurityContext(PodSecurity.pod())
                .withServiceAccountName(order.shape().pod().serviceAccount())
                .withAutomountServiceAccountToken(order.shape().pod().serviceAccountToken())
                .withEnableServiceLinks(false)
                .withActiveDeadlineSeconds(deadline)
                .withTerminationGracePeriodSeconds(jobClass.terminationGrace().toSeconds())
                .withNodeSelector(NodeNeeds.selector(order))
                .withAffinity(PoolAffinity.of(order.place()))
                .withTolerations(NodeNeeds.tolerations(order))
                .withImagePullSecrets(pullSecrets(jobClass, name))
                .withHostAliases(ServiceContainers.hostAliases(order.services()))
                .withInitContainers(ServiceContainers.of(order, name))
                .withContainers(agent(order, deadline), build(order))
                .withVolumes(PodVolumes.of(order, name))
                .endSpec()
                .build();
        pod.setSpec(SpecPatch.over(pod.getSpec(), order.shape().pod().spec()));
        return pod;
    }

    /** As with gitlab-runner, the class's first. The pod's own is always named: kubelets pass over one that holds no logins. */
    private static List<LocalObjectReference> pullSecrets(JobClass jobClass, String own) {
        return Stream.concat(jobClass.pullSecrets().stream(), Stream.of(own))
                .map(LocalObjectReference::new)
                .toList();
    }

    /** Whether a field that the API server objects to is an image that the job names. */
    static boolean isImageOfTheJob(String field) {
        return IMAGES_OF_THE_JOB.matcher(field).matches();
    }

    private static Container agent(Order order, long deadline) {
        return container(
                        PodLayout.AGENT_CONTAINER,
                        order.agent().image(),
                        order.jobClass().agent())
                .withImagePullPolicy("IfNotPresent")
                .withSecurityContext(PodSecurity.agent())
                .addNewEnv()
                .withName("ONDES_NODE")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("spec.nodeName")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .addNewEnv()
                .withName("ONDES_POD")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .addAllToEnv(authorities(order.agent()))
                .addAllToEnv(proxies(order.agent()))
                .addNewVolumeMount()
                .withName(PodVolumes.JOB)
                .withMountPath(PodLayout.JOB_DIR)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(PodVolumes.NOTES)
                .withMountPath(PodLayout.NOTES_DIR)
                .withReadOnly(true)
                .endVolumeMount()
                .addAllToVolumeMounts(PodVolumes.amongTheJobsFiles(order))
                // One exec that waits as long as the job may; an exec that breaks is begun again.
                .withNewStartupProbe()
                .withNewExec()
                .withCommand("sh", "-c", PodLayout.STARTED_PROBE)
                .endExec()
                .withPeriodSeconds(1)
                .withTimeoutSeconds(Math.toIntExact(Math.min(deadline, Integer.MAX_VALUE)))
                .withFailureThreshold(100_000)
                .endStartupProbe()
                .build();
    }

    /** They lie beside the job in its Secret. */
    private static List<EnvVar> authorities(AgentParts agent) {
        return agent.authorities().keySet().stream()
                .map(key -> new EnvVar(
                        key.equals(PodLayout.GITLAB_CA_KEY)
                                ? PodLayout.GITLAB_CA_VARIABLE
                                : PodLayout.SECRETS_CA_VARIABLE,
                        PodLayout.JOB_DIR + "/" + key,
                        null))
                .toList();
    }

    private static List<EnvVar> proxies(AgentParts agent) {
        return agent.proxies().variables().entrySet().stream()
                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null))
                .toList();
    }

    private static Container build(Order order) {
        return container(PodLayout.BUILD_CONTAINER, order.image(), order.shape().build())
                .withImagePullPolicy(order.pullPolicy())
                .withSecurityContext(PodSecurity.build(
                        order.jobClass().security(), order.shape().runAs()))
                .withCommand("sh", "-c", PodLayout.BUILD_COMMAND)
                .addAllToVolumeMounts(PodVolumes.ofTheClass(order))
                .build();
    }

    private static ContainerBuilder container(String name, String image, JobClass.Resources resources) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withResources(PodResources.of(resources))
                .addNewVolumeMount()
                .withName(PodVolumes.BUILDS)
                .withMountPath(PodLayout.BUILDS)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(PodVolumes.SHARED)
                .withMountPath(PodLayout.DIR)
                .endVolumeMount();
    }

    private static Map<String, String> labels(Order order) {
        Map<String, String> labels = new TreeMap<>(order.shape().pod().labels());
        labels.put(PodNames.MANAGED_BY, PodNames.ONDES);
        labels.put(PodNames.JOB, Long.toString(order.job().jobId()));
        labels.put(PodNames.ATTEMPT, Integer.toString(order.attempt()));
        labels.put(PodNames.CLASS, order.jobClass().name());
        labels.put(PodNames.PROJECT, Long.toString(order.job().projectId()));
        labels.put(PodNames.PIPELINE, Long.toString(order.job().pipelineId()));
        labels.put(PodNames.INTENT, Intent.of(order.job(), order.attempt()));
        return labels;
    }

    private static Map<String, String> annotations(Order order) {
        Map<String, String> notes = new TreeMap<>(order.shape().pod().annotations());
        notes.put("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
        notes.put("karpenter.sh/do-not-disrupt", "true");
        notes.put(PodNames.QUEUED, Annotations.queued(order.job()));
        notes.put(PodNames.CAPACITY, order.place().capacity().wire());
        notes.put(
                PodNames.CAPACITY_ORDER,
                order.place().order().stream().map(CapacityType::wire).collect(Collectors.joining(",")));
        String spent = Annotations.spent(order.spent());
        if (spent != null) {
            notes.put(PodNames.SPENT, spent);
        }
        notes.put(PodNames.LOG_OFFSET, Long.toString(order.logOffset()));
        notes.put(PodNames.ON_INTERRUPTION, order.restartable() ? PodNames.RESTART : PodNames.FAIL);
        if (order.needsOtherRoom()) {
            notes.put(PodNames.OTHER_ROOM, "true");
        }
        if (order.interruption() != null) {
            notes.put(PodNames.INTERRUPTION, order.interruption().wire());
        }
        String without = Annotations.indexes(order.withoutServices());
        if (without != null) {
            notes.put(PodNames.WITHOUT_SERVICES, without);
        }
        if (order.pullRound() != PullRound.ONLY) {
            notes.put(PodNames.PULL_ROUND, order.pullRound().wire());
        }
        if (order.traceparent() != null) {
            notes.put(PodNames.TRACEPARENT, order.traceparent());
        }
        return notes;
    }
}
