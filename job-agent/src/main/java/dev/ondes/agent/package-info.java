/** The program inside a job's pod: {@link dev.ondes.agent.Agent} is its flow from the first line to the last. */
@NullMarked
package dev.ondes.agent;

import org.jspecify.annotations.NullMarked;
