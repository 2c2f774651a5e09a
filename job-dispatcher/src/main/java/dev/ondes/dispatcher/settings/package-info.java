/** What operators set, and how a start with wrong settings is refused. */
@NullMarked
package dev.ondes.dispatcher.settings;

import org.jspecify.annotations.NullMarked;
