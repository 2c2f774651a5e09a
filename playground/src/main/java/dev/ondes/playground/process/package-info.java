/** Programs that the playground starts as processes of their own, and ends by their process ids. */
@NullMarked
package dev.ondes.playground.process;

import org.jspecify.annotations.NullMarked;
