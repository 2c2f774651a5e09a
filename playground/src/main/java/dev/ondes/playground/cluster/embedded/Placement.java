package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a pod may go. Pure.
 *
 * @param node the node with most room among those that fit
 * @param why why none does, in the scheduler's words
 */
record Placement(Optional<String> node, String why) {
    private static final List<String> HARD = List.of("NoSchedule", "NoExecute");

    /** @param running pods that have a node and have not ended */
    static Placement of(Pod pod, List<Node> nodes, Map<String, List<Pod>> running) {
        List<Node> fitting = new ArrayList<>();
        Map<String, Integer> obstacles = new TreeMap<>();
        for (Node node : nodes) {
            String obstacle = obstacle(pod, node, running.getOrDefault(name(node), List.of()));
            if (obstacle.isEmpty()) {
                fitting.add(node);
            } else {
                obstacles.merge(obstacle, 1, Integer::sum);
            }
        }
        return new Placement(
                fitting.stream()
                        .map(Placement::name)
                        .min(Comparator.<String>comparingInt(name ->
                                        running.getOrDefault(name, List.of()).size())
                                .thenComparing(Comparator.naturalOrder())),
                "0/" + nodes.size() + " nodes are available: "
                        + obstacles.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static String obstacle(Pod pod, Node node, List<Pod> there) {
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return "node(s) were unschedulable";
        }
        for (Taint taint : node.getSpec().getTaints()) {
            if (HARD.contains(taint.getEffect()) && !tolerates(pod, taint)) {
                return "node(s) had untolerated taint(s)";
            }
        }
        if (!selected(pod, node)) {
            return "node(s) didn't match Pod's node affinity/selector";
        }
        for (String resource : List.of("cpu", "memory")) {
            Quantity has = node.getStatus().getAllocatable().get(resource);
            BigDecimal needed = request(pod, resource);
            for (Pod other : there) {
                needed = needed.add(request(other, resource));
            }
            if (has != null && needed.compareTo(has.getNumericalAmount()) > 0) {
                return "Insufficient " + resource;
            }
        }
        return "";
    }

    private static boolean tolerates(Pod pod, Taint taint) {
        return pod.getSpec().getTolerations().stream().anyMatch(toleration -> tolerates(toleration, taint));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (toleration.getEffect() != null
                && !toleration.getEffect().isEmpty()
                && !toleration.getEffect().equals(taint.getEffect())) {
            return false;
        }
        if ("Exists".equals(toleration.getOperator())) {
            return toleration.getKey() == null || toleration.getKey().equals(taint.getKey());
        }
        String value = toleration.getValue() == null ? "" : toleration.getValue();
        return taint.getKey().equals(toleration.getKey())
                && value.equals(taint.getValue() == null ? "" : taint.getValue());
    }

    private static boolean selected(Pod pod, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        if (selector != null && !labels.entrySet().containsAll(selector.entrySet())) {
            return false;
        }
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(Affinity::getNodeAffinity)
                .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                .map(required -> required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, labels)))
                .orElse(true);
    }

    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels) {
        return term.getMatchExpressions().stream().allMatch(expression -> matches(expression, labels));
    }

    private static boolean matches(NodeSelectorRequirement expression, Map<String, String> labels) {
        String value = labels.get(expression.getKey());
        return switch (expression.getOperator()) {
            case "In" -> value != null && expression.getValues().contains(value);
            case "NotIn" -> value == null || !expression.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }

    private static BigDecimal request(Pod pod, String resource) {
        // What stands before them are sidecars: others are refused.
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .map(container -> container.getResources())
                .filter(resources -> resources != null)
                .map(resources -> {
                    Quantity request = resources.getRequests().get(resource);
                    return request != null ? request : resources.getLimits().get(resource);
                })
                .filter(quantity -> quantity != null)
                .map(Quantity::getNumericalAmount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String name(Node node) {
        return node.getMetadata().getName();
    }
}
