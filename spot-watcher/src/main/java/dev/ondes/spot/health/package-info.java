/** Whether this process works: readiness and liveness that tell the truth. */
@NullMarked
package dev.ondes.spot.health;

import org.jspecify.annotations.NullMarked;
