/** How every service's log lines are worded: a sentence, then keys and values from one vocabulary. */
@NullMarked
package dev.ondes.messaging.log;

import org.jspecify.annotations.NullMarked;
