/** The program on each node that hears from the cloud that the node will go, and tells spot-watcher. */
@NullMarked
package dev.ondes.detector;

import org.jspecify.annotations.NullMarked;
