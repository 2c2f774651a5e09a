/** Telling spot-watcher, until it is confirmed. */
@NullMarked
package dev.ondes.detector.handover;

import org.jspecify.annotations.NullMarked;
