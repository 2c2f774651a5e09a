/** Who may see the console and who may act by it: the login, the roles, and what every answer and every request must have. */
@NullMarked
package dev.ondes.alerter.console.access;

import org.jspecify.annotations.NullMarked;
