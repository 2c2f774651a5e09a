/** Evicts pods from a node that goes away, within its time. */
@NullMarked
package dev.ondes.spot.drain;

import org.jspecify.annotations.NullMarked;
