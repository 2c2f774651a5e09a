/** Whether this replica may be asked. */
@NullMarked
package dev.ondes.alerter.health;

import org.jspecify.annotations.NullMarked;
