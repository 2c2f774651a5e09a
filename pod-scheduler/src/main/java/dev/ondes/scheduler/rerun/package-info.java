/** The next attempt of a job whose script never began. */
@NullMarked
package dev.ondes.scheduler.rerun;

import org.jspecify.annotations.NullMarked;
