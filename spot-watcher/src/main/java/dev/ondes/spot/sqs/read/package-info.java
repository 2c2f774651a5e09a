/** Messages as AWS writes them, in every shape that is known, to what they mean. Pure functions. */
@NullMarked
package dev.ondes.spot.sqs.read;

import org.jspecify.annotations.NullMarked;
