/** What the leader does about a confirmed notice before it drains: one patch of the node; and the way back. */
@NullMarked
package dev.ondes.spot.mark;

import org.jspecify.annotations.NullMarked;
