/** The project's sources, by git. */
@NullMarked
package dev.ondes.agent.sources;

import org.jspecify.annotations.NullMarked;
