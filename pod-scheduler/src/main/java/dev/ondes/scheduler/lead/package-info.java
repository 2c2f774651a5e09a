/** Which of several schedulers works: one leader, by a Lease. */
@NullMarked
package dev.ondes.scheduler.lead;

import org.jspecify.annotations.NullMarked;
