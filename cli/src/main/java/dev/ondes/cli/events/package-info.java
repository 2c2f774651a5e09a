/** {@code ondes events}: what is said in an installation. */
@NullMarked
package dev.ondes.cli.events;

import org.jspecify.annotations.NullMarked;
