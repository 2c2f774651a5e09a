/** Contexts of image builds: what belongs to one, how it is packed, checked, and brought to the builder. */
@NullMarked
package dev.ondes.context;

import org.jspecify.annotations.NullMarked;
