/** A notice's way from its detector to a confirmed event: find the node, tell news from what is known, publish. */
@NullMarked
package dev.ondes.spot.hearing;

import org.jspecify.annotations.NullMarked;
