package dev.ondes.contracts.classes;

import dev.ondes.contracts.job.CapacityType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a class's pods have beyond their containers. */
final class PodSettingsReader {
    private final Map<CapacityType, NodeChoice> capacities;

    /** @param capacities how pods reach each capacity type, which a class can't contradict */
    PodSettingsReader(Map<CapacityType, NodeChoice> capacities) {
        this.capacities = capacities;
    }

    /** @param capacity where the class's pods may run */
    PodSettings read(YamlValue value, List<CapacityType> capacity) {
        YamlObject pod = value.object(
                "nodeSelector",
                "tolerations",
                "labels",
                "annotations",
                "serviceAccount",
                "serviceAccountToken",
                "volumes",
                "spec");
        Map<String, String> selector =
                pod.optional("nodeSelector", Map.of(), map -> pairs(map, KubernetesNames::value));
        capacity.forEach(type -> contradiction(pod, selector, type));
        return new PodSettings(
                new NodeChoice(selector, pod.optional("tolerations", List.of(), NodeChoiceReader::tolerations)),
                pod.optional("labels", Map.of(), map -> notOurs(map, pairs(map, KubernetesNames::value))),
                pod.optional("annotations", Map.of(), map -> notOurs(map, pairs(map, _ -> {}))),
                serviceAccount(pod),
                pod.optional("serviceAccountToken", false, flag -> flag.spelt(Spelling::flag)),
                pod.optional("volumes", List.of(), ClassVolumeReader::read),
                pod.optional("spec", Map.of(), SpecReader::read));
    }

    private void contradiction(YamlObject pod, Map<String, String> selector, CapacityType type) {
        NodeChoice nodes = capacities.getOrDefault(type, NodeChoiceReader.ANYWHERE);
        nodes.contradicted(selector)
                .ifPresent(label -> pod.wrong(
                        "nodeSelector",
                        "no node fits: those of capacity " + type.wire() + " have " + label + ": "
                                + nodes.nodeSelector().get(label) + "; remove " + label
                                + " here, or the capacity from the class"));
    }

    private static @Nullable String serviceAccount(YamlObject pod) {
        return pod.has("serviceAccount")
                ? pod.optional("serviceAccount", "", name -> name.spelt(KubernetesNames::object))
                : null;
    }

    private static Map<String, String> pairs(YamlValue value, Consumer<String> values) {
        Map<String, String> pairs = value.texts();
        pairs.forEach((key, text) -> {
            spelt(value, key, KubernetesNames::key);
            spelt(value, text, values);
        });
        return pairs;
    }

    private static void spelt(YamlValue map, String text, Consumer<String> spelling) {
        try {
            spelling.accept(text);
        } catch (IllegalArgumentException e) {
            throw map.wrong("'" + text + "' " + e.getMessage());
        }
    }

    private static Map<String, String> notOurs(YamlValue value, Map<String, String> pairs) {
        for (String key : pairs.keySet()) {
            if (PodSettings.isOurs(key)) {
                throw value.wrong("'" + key + "' is Ondes' own; remove it");
            }
        }
        return pairs;
    }
}
