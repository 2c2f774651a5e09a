/** Tells browsers which parts of what they show have changed. */
@NullMarked
package dev.ondes.alerter.console.live;

import org.jspecify.annotations.NullMarked;
