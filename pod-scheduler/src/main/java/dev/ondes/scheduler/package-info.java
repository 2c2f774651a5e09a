/** The service: turns queued jobs into pods and pods into ends. {@link dev.ondes.scheduler.PodScheduler} is its life, {@link dev.ondes.scheduler.Composition} its parts. */
@NullMarked
package dev.ondes.scheduler;

import org.jspecify.annotations.NullMarked;
