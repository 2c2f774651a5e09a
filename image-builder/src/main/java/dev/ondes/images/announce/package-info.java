/** What this service says to the others. */
@NullMarked
package dev.ondes.images.announce;

import org.jspecify.annotations.NullMarked;
