/** A node is said to go away: what becomes of each job on it, and whose doing a loss was. */
@NullMarked
package dev.ondes.scheduler.interruption;

import org.jspecify.annotations.NullMarked;
