/** The service: how its parts are put together, and its life. */
@NullMarked
package dev.ondes.alerter;

import org.jspecify.annotations.NullMarked;
