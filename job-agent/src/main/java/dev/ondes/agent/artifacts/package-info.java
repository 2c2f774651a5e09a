/** Artifacts of earlier jobs down, artifacts of this job up. */
@NullMarked
package dev.ondes.agent.artifacts;

import org.jspecify.annotations.NullMarked;
