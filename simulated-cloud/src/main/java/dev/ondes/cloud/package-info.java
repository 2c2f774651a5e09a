/** A cloud that isn't one: stand-ins as a process, steered over HTTP. */
@NullMarked
package dev.ondes.cloud;

import org.jspecify.annotations.NullMarked;
