/** {@code ondes build}. */
@NullMarked
package dev.ondes.cli.build;

import org.jspecify.annotations.NullMarked;
