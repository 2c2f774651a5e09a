/** What the state of a pod means for its job, and what is done when a job is over. */
@NullMarked
package dev.ondes.scheduler.ends;

import org.jspecify.annotations.NullMarked;
