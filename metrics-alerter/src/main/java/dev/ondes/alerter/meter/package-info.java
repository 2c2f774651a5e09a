/** The model as metrics. */
@NullMarked
package dev.ondes.alerter.meter;

import org.jspecify.annotations.NullMarked;
