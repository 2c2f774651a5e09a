/** What was refused or delivered too often: to look at, to send on its way again, to throw away. */
@NullMarked
package dev.ondes.messaging.deadletters;

import org.jspecify.annotations.NullMarked;
