package dev.ondes.contracts.build;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The program that builds. */
public enum BuilderKind {
    KANIKO,
    BUILDKIT,
    BUILDAH;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
