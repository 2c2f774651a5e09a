/** Archives from outside: read once, streaming, and refused for the first thing that no context may have. */
@NullMarked
package dev.ondes.context.check;

import org.jspecify.annotations.NullMarked;
