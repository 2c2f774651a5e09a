package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuildReason;
import org.jspecify.annotations.Nullable;

/** What the end of a builder means. */
public sealed interface BuilderEnd {
    /** Pushed, as it says. */
    record Pushed(String digest) implements BuilderEnd {}

    /**
     * Failed.
     *
     * @param detail the line that says most
     */
    record Failed(BuildReason reason, @Nullable String detail) implements BuilderEnd {}
}
