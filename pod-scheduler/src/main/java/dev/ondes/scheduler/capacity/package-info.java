/** How much room each class has, told to job-dispatcher. */
@NullMarked
package dev.ondes.scheduler.capacity;

import org.jspecify.annotations.NullMarked;
