/** How full the broker's queues are, and who takes from them. */
@NullMarked
package dev.ondes.messaging.queues;

import org.jspecify.annotations.NullMarked;
