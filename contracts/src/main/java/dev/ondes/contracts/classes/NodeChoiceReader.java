package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.NodeChoice.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how pods reach one capacity type. */
final class NodeChoiceReader {
    /** No selector, no toleration. */
    static final NodeChoice ANYWHERE = new NodeChoice(Map.of(), List.of());

    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private NodeChoiceReader() {}

    static NodeChoice read(YamlValue value) {
        YamlObject choice = value.object("nodeSelector", "tolerations");
        return new NodeChoice(
                choice.optional("nodeSelector", Map.of(), YamlValue::texts),
                choice.optional("tolerations", List.of(), list -> list.items(NodeChoiceReader::toleration)));
    }

    private static Toleration toleration(YamlValue value) {
        YamlObject toleration = value.object("key", "value", "effect");
        return new Toleration(
                toleration.required("key", "dedicated", "", key -> key.spelt(Spelling::oneWord)),
                ifSaid(toleration, "value"),
                toleration.has("effect")
                        ? toleration.optional(
                                "effect", "", effect -> effect.spelt(text -> Spelling.oneOf(text, EFFECTS)))
                        : null);
    }

    private static @Nullable String ifSaid(YamlObject object, String key) {
        return object.has(key) ? object.optional(key, "", YamlValue::text) : null;
    }
}
