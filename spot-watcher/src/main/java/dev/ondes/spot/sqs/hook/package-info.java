/** Lifecycle hooks of Auto Scaling: held until a node's jobs have ended, completed once. */
@NullMarked
package dev.ondes.spot.sqs.hook;

import org.jspecify.annotations.NullMarked;
