/** {@code ./ondes bench}: speed and cost, measured on this machine. */
@NullMarked
package dev.ondes.playground.bench;

import org.jspecify.annotations.NullMarked;
