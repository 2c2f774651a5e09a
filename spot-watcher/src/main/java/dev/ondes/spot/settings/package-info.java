/** The settings of this service. */
@NullMarked
package dev.ondes.spot.settings;

import org.jspecify.annotations.NullMarked;
