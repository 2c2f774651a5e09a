/** The service's own metrics. */
@NullMarked
package dev.ondes.images.telemetry;

import org.jspecify.annotations.NullMarked;
