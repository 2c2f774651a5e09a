/** What is counted, and where the counters go. */
@NullMarked
package dev.ondes.messaging.count;

import org.jspecify.annotations.NullMarked;
