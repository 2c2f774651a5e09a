/** The way to the broker: address, connection that comes back, topology. */
@NullMarked
package dev.ondes.messaging.connect;

import org.jspecify.annotations.NullMarked;
