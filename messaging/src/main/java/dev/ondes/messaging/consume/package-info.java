/** Consuming with acknowledgement by hand: a message is acked when its handler is done, and only on its own channel. */
@NullMarked
package dev.ondes.messaging.consume;

import org.jspecify.annotations.NullMarked;
