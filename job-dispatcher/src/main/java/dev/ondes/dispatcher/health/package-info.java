/** Readiness with the state of each class as data, and liveness of the asking loops. */
@NullMarked
package dev.ondes.dispatcher.health;

import org.jspecify.annotations.NullMarked;
