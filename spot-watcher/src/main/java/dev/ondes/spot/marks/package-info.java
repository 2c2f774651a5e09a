/** What others write on nodes when they take one away: read, told apart by who wrote it and why, and told as notices. */
@NullMarked
package dev.ondes.spot.marks;

import org.jspecify.annotations.NullMarked;
