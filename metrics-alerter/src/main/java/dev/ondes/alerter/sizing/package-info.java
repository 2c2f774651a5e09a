/** What jobs should ask for, by what they used. Pure functions. */
@NullMarked
package dev.ondes.alerter.sizing;

import org.jspecify.annotations.NullMarked;
