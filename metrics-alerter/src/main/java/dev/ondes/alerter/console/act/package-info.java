/** What operators do by hand. Each deed is logged, and said to the journal with who did it. */
@NullMarked
package dev.ondes.alerter.console.act;

import org.jspecify.annotations.NullMarked;
