/** What comes from the broker. */
@NullMarked
package dev.ondes.images.hear;

import org.jspecify.annotations.NullMarked;
