/** The way of a build from its turn to its end. */
@NullMarked
package dev.ondes.images.flow;

import org.jspecify.annotations.NullMarked;
