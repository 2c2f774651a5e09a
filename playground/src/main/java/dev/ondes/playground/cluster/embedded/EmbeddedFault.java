package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.ClusterNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What a simulated node suffers, as an annotation of its Node object asks for. */
public enum EmbeddedFault {
    NONE,
    /** Its processes are killed, and it says nothing more. */
    CRASHED,
    /** Its processes run on, and it says nothing. */
    SILENT;

    public static final String ANNOTATION = "embedded.ondes.dev/fault";

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EmbeddedFault of(HasMetadata node) {
        Map<String, String> annotations = node.getMetadata().getAnnotations();
        String wanted = annotations == null ? NONE.wire() : annotations.getOrDefault(ANNOTATION, NONE.wire());
        return Arrays.stream(values())
                .filter(fault -> fault.wire().equals(wanted))
                .findFirst()
                .orElse(NONE);
    }

    /** A node's object as the node itself makes it. */
    public static Node object(ClusterNode node) {
        Map<String, Quantity> resources = Map.of(
                "cpu",
                new Quantity(String.valueOf(Runtime.getRuntime().availableProcessors())),
                "memory",
                new Quantity("8Gi"),
                "pods",
                new Quantity("110"));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(node.name())
                .addToLabels("kubernetes.io/hostname", node.name())
                .addToLabels(node.labels())
                .endMetadata()
                .withNewSpec()
                .withTaints(node.taints().stream()
                        .map(taint -> new Taint(taint.effect(), taint.key(), null, taint.value()))
                        .toList())
                .endSpec()
                .withNewStatus()
                .withCapacity(resources)
                .withAllocatable(resources)
                .addNewAddress("127.0.0.1", "InternalIP")
                .withConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .build())
                .endStatus()
                .build();
    }
}
