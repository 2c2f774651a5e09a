/** The main flow: what is done for one job when something about it changed. */
@NullMarked
package dev.ondes.scheduler.flow;

import org.jspecify.annotations.NullMarked;
