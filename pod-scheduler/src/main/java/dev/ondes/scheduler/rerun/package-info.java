/** The next attempt of a job whose script never began, or may run again. */
@NullMarked
package dev.ondes.scheduler.rerun;

import org.jspecify.annotations.NullMarked;
