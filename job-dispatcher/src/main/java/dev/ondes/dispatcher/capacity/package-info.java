/** How much room each job class has: reports of the scheduler, less what was handed over since. */
@NullMarked
package dev.ondes.dispatcher.capacity;

import org.jspecify.annotations.NullMarked;
