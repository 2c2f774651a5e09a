/** Events that this service says. */
@NullMarked
package dev.ondes.scheduler.announce;

import org.jspecify.annotations.NullMarked;
