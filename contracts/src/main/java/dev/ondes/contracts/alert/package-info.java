/** Alerts: how urgent one is. */
@NullMarked
package dev.ondes.contracts.alert;

import org.jspecify.annotations.NullMarked;
