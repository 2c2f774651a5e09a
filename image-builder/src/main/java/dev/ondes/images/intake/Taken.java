package dev.ondes.images.intake;

import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildState;

/** A request that is a build now, or was one already. */
public record Taken(BuildId id, BuildState state) {}
