/** {@code ondes dead-letters}: what could not be handled. */
@NullMarked
package dev.ondes.cli.deadletters;

import org.jspecify.annotations.NullMarked;
