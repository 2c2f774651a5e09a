/** Rules as data, and what follows from them: which alerts wait, fire, and end. Pure functions. */
@NullMarked
package dev.ondes.alerter.alerts;

import org.jspecify.annotations.NullMarked;
