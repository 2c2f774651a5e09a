/** One job, one thing at a time. */
@NullMarked
package dev.ondes.scheduler.turns;

import org.jspecify.annotations.NullMarked;
