/** Notices by HTTP, from the detectors on the nodes. */
@NullMarked
package dev.ondes.spot.intake;

import org.jspecify.annotations.NullMarked;
