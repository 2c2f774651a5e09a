package dev.ondes.spot.tell;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people are told: one line, and the same in fields.
 *
 * @param type such as {@code spot.termination-notice}
 */
public record Told(String type, String node, String text, Map<String, String> fields) {

    public Told {
        fields = new LinkedHashMap<>(fields);
    }
}
