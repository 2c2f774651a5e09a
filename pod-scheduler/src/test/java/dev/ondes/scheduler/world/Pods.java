package dev.ondes.scheduler.world;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.pods.Annotations;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.pods.Spent;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Attempts for tests of decisions, read from a pod as the API server would have it. */
public final class Pods {
    public static final Instant SCHEDULED = Instant.parse("2026-03-01T10:00:00Z");

    private Pod pod;

    private Pods(Pod pod) {
        this.pod = pod;
    }

    /** One that runs on {@code node-1} and asks for half a CPU and a gibibyte. */
    public static Pods of(int attempt, CapacityType capacity) {
        return new Pods(new PodBuilder()
                .withNewMetadata()
                .withName("ondes-small-4711-" + attempt)
                .withNamespace(World.NAMESPACE)
                .withUid("uid-" + attempt)
                .withCreationTimestamp(SCHEDULED.minusSeconds(5).toString())
                .addToLabels(PodNames.ATTEMPT, Integer.toString(attempt))
                .addToAnnotations(PodNames.QUEUED, Annotations.queued(World.job()))
                .addToAnnotations(PodNames.CAPACITY, capacity.wire())
                .addToAnnotations(PodNames.LOG_OFFSET, "0")
                .withFinalizers(PodNames.FINALIZER)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .addNewContainer()
                .withName("build")
                .withNewResources()
                .addToRequests("cpu", Quantity.parse("500m"))
                .addToRequests("memory", Quantity.parse("1Gi"))
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(SCHEDULED.toString())
                .endCondition()
                .endStatus()
                .build());
    }

    public Pods order(List<CapacityType> order) {
        return note(
                PodNames.CAPACITY_ORDER, order.stream().map(CapacityType::wire).collect(Collectors.joining(",")));
    }

    public Pods spent(Spent spent) {
        String note = Annotations.spent(spent);
        return note == null ? this : note(PodNames.SPENT, note);
    }

    private Pods note(String name, String value) {
        pod = new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(name, value)
                .endMetadata()
                .build();
        return this;
    }

    public Pods withoutNode() {
        pod = new PodBuilder(pod)
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
        return this;
    }

    public Pods requests(String cpu, String memory) {
        pod = new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .editResources()
                .withRequests(Map.of("cpu", Quantity.parse(cpu), "memory", Quantity.parse(memory)))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
        return this;
    }

    /** Its agent's container ended then, without a report. */
    public Pods ended(Instant at) {
        pod = new PodBuilder(pod)
                .editStatus()
                .addNewContainerStatus()
                .withName("agent")
                .withNewState()
                .withNewTerminated()
                .withExitCode(1)
                .withFinishedAt(at.toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        return this;
    }

    public JobPod get() {
        return PodReader.read(pod).orElseThrow();
    }
}
