package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Locale;
import java.util.Optional;

/**
 * Applies patches: JSON patch (RFC 6902) and merge patch (RFC 7396); a strategic merge needs schemas and isn't
 * done.
 */
final class Patches {
    private Patches() {}

    /** The patched object; empty where the content type isn't supported. */
    static Optional<JsonNode> apply(JsonNode object, JsonNode patch, String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/json-patch+json")) {
            return Optional.of(JsonPatch.apply(patch, object));
        }
        if (type.startsWith("application/merge-patch+json")) {
            return Optional.of(merge(object.deepCopy(), patch));
        }
        return Optional.empty();
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object : changes.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }
}
