/** Reading the stream of all events: from any place, through whatever happens to the connection, and knowing how far behind. */
@NullMarked
package dev.ondes.messaging.journal;

import org.jspecify.annotations.NullMarked;
