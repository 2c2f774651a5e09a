/** From {@code job.queued} to a pod and its Secret. */
@NullMarked
package dev.ondes.scheduler.create;

import org.jspecify.annotations.NullMarked;
