/** Commands for an installation of Ondes, wherever it runs. Knows its APIs and nothing else of it. */
@NullMarked
package dev.ondes.cli;

import org.jspecify.annotations.NullMarked;
