/** Settings, checked at start. */
@NullMarked
package dev.ondes.alerter.settings;

import org.jspecify.annotations.NullMarked;
