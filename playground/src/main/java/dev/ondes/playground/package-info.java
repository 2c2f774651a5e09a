/** The program behind {@code ./ondes}. */
@NullMarked
package dev.ondes.playground;

import org.jspecify.annotations.NullMarked;
