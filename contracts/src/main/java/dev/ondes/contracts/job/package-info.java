/** What is said of a job: how it ended, in which stage it is, and what the agent in its pod reports. */
@NullMarked
package dev.ondes.contracts.job;

import org.jspecify.annotations.NullMarked;
