/** Events to the broker, kept until it has them. */
@NullMarked
package dev.ondes.spot.publish;

import org.jspecify.annotations.NullMarked;
