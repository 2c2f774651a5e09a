package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.job.CapacityType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how pods reach one capacity type. */
public final class NodeChoiceReader {
    /** No selector, no toleration. */
    static final NodeChoice ANYWHERE = new NodeChoice(Map.of(), List.of());

    private NodeChoiceReader() {}

    public static NodeChoice read(YamlValue value) {
        YamlObject choice = value.object("nodeSelector", "tolerations");
        return new NodeChoice(
                choice.optional("nodeSelector", Map.of(), YamlValue::texts),
                choice.optional("tolerations", List.of(), NodeChoiceReader::tolerations));
    }

    static List<Toleration> tolerations(YamlValue value) {
        return value.items(NodeChoiceReader::toleration);
    }

    /** How pods reach each capacity type that the file names. */
    public static Map<CapacityType, NodeChoice> readAll(YamlValue value) {
        Map<CapacityType, NodeChoice> choices = new EnumMap<>(CapacityType.class);
        YamlObject capacities = value.object(CapacityType.SPOT.wire(), CapacityType.ON_DEMAND.wire());
        for (CapacityType type : CapacityType.values()) {
            if (capacities.has(type.wire())) {
                choices.put(type, capacities.optional(type.wire(), ANYWHERE, NodeChoiceReader::read));
            }
        }
        return choices;
    }

    private static Toleration toleration(YamlValue value) {
        YamlObject toleration = value.object("key", "value", "effect");
        return new Toleration(
                toleration.required("key", "dedicated", "", key -> key.spelt(Spelling::oneWord)),
                ifSaid(toleration, "value"),
                toleration.has("effect")
                        ? toleration.optional(
                                "effect", "", effect -> effect.spelt(text -> Spelling.oneOf(text, Toleration.EFFECTS)))
                        : null);
    }

    private static @Nullable String ifSaid(YamlObject object, String key) {
        return object.has(key) ? object.optional(key, "", YamlValue::text) : null;
    }
}
