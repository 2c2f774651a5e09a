package dev.ondes.contracts.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who said that a node goes away. */
public enum Provider {
    AWS,
    GCP,
    AZURE,
    /** No cloud said it: the cluster did, by a mark on the node or by its loss. */
    KUBERNETES;

    /** The name in events, in the HTTP intake and in metric tags: {@code aws}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
