/** Azure's scheduled events. */
@NullMarked
package dev.ondes.detector.azure;

import org.jspecify.annotations.NullMarked;
