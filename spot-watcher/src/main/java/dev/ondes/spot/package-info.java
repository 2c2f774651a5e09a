/** Learns that a node goes away, says so at once, keeps new pods off it, and drains what is no CI job. */
@NullMarked
package dev.ondes.spot;

import org.jspecify.annotations.NullMarked;
