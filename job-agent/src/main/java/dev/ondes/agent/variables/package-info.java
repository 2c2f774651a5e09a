/** What the agent adds to a job's variables, and those that are files. */
@NullMarked
package dev.ondes.agent.variables;

import org.jspecify.annotations.NullMarked;
