/** Whose turn it is. */
@NullMarked
package dev.ondes.images.queue;

import org.jspecify.annotations.NullMarked;
