/** What a job's agent may do with the job's caches. */
@NullMarked
package dev.ondes.scheduler.cache;

import org.jspecify.annotations.NullMarked;
