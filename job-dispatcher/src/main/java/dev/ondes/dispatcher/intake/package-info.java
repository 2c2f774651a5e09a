/** Asking GitLab for jobs, one loop per class, at the right pace. */
@NullMarked
package dev.ondes.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
