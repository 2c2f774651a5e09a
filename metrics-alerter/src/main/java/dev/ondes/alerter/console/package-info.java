/** The operators' web console: pages made by the server from the newest snapshot, live where the browser runs JavaScript. */
@NullMarked
package dev.ondes.alerter.console;

import org.jspecify.annotations.NullMarked;
