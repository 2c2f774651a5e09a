package dev.ondes.playground.gitlab.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;

/**
 * A variable as a runner gets it.
 *
 * @param open may be shown: GitLab's {@code public}
 */
record JobVariable(String key, String value, boolean open, boolean masked, boolean file, boolean raw) {

    static JobVariable open(String key, String value) {
        return new JobVariable(key, value, true, false, false, false);
    }

    static JobVariable secret(String key, String value) {
        return new JobVariable(key, value, false, true, false, false);
    }

    JobVariable withValue(String changed) {
        return new JobVariable(key, changed, open, masked, file, raw);
    }

    /** GitLab leaves out {@code file} and {@code raw} where they are false. */
    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("key", key)
                .put("value", value)
                .put("public", open)
                .put("masked", masked);
        if (file) {
            json.put("file", true);
        }
        if (raw) {
            json.put("raw", true);
        }
        return json;
    }
}
