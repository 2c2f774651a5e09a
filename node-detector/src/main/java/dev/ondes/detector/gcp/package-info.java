/** Google's metadata server, whose answers wait for a change. */
@NullMarked
package dev.ondes.detector.gcp;

import org.jspecify.annotations.NullMarked;
