/** The settings of this service. */
@NullMarked
package dev.ondes.scheduler.settings;

import org.jspecify.annotations.NullMarked;
