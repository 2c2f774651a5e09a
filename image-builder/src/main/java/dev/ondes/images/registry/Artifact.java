package dev.ondes.images.registry;

import java.util.Map;
import java.util.TreeMap;

/**
 * A small document about an image, such as a statement of its provenance.
 *
 * @param type its media type, by which readers find it
 * @param content not copied; nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record Artifact(String type, byte[] content, Map<String, String> annotations) {
    public Artifact {
        annotations = new TreeMap<>(annotations);
    }
}
