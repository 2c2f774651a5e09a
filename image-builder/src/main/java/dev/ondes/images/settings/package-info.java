/** What an operator sets. */
@NullMarked
package dev.ondes.images.settings;

import org.jspecify.annotations.NullMarked;
