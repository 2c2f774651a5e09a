/** A job's pod as this service sees it: who it is, what stands in its annotations, what its status says. */
@NullMarked
package dev.ondes.scheduler.pods;

import org.jspecify.annotations.NullMarked;
