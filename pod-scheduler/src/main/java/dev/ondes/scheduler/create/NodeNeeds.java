package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.NodeChoice;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which nodes a pod needs and may have: those of its capacity, and of them what its class and its job want. Pure. */
final class NodeNeeds {
    private NodeNeeds() {}

    /** The capacity's goes before: else a pod would count as there, and be elsewhere. */
    static Map<String, String> selector(Order order) {
        Map<String, String> selector = new TreeMap<>(order.shape().pod().nodes().nodeSelector());
        NodeChoice capacity = order.place().nodes();
        selector.putAll(capacity == null ? Map.of() : capacity.nodeSelector());
        return selector;
    }

    static List<Toleration> tolerations(Order order) {
        NodeChoice capacity = order.place().nodes();
        List<NodeChoice.Toleration> ofCapacity = capacity == null ? List.of() : capacity.tolerations();
        return Stream.concat(ofCapacity.stream(), order.shape().pod().nodes().tolerations().stream())
                .map(one -> new TolerationBuilder()
                        .withKey(one.key())
                        .withOperator(one.value() == null ? "Exists" : "Equal")
                        .withValue(one.value())
                        .withEffect(one.effect())
                        .build())
                .toList();
    }
}
