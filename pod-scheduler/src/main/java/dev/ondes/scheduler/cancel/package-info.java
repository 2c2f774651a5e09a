/** From {@code job.cancel-requested} to a pod that goes away early. */
@NullMarked
package dev.ondes.scheduler.cancel;

import org.jspecify.annotations.NullMarked;
