/** A queue's messages: received without a gap, hidden while they are worked on, deleted when they are done with. */
@NullMarked
package dev.ondes.spot.sqs.queue;

import org.jspecify.annotations.NullMarked;
