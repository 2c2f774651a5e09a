/** Programs that the agent itself starts. */
@NullMarked
package dev.ondes.agent.process;

import org.jspecify.annotations.NullMarked;
