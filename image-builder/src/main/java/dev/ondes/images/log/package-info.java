/** A build's log as it comes. */
@NullMarked
package dev.ondes.images.log;

import org.jspecify.annotations.NullMarked;
