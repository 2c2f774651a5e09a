/** From the journal into the model. */
@NullMarked
package dev.ondes.alerter.journal;

import org.jspecify.annotations.NullMarked;
