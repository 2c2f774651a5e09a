/** Tells webhooks what happened, as GitLab does: once, in no promised order, and never again. */
@NullMarked
package dev.ondes.playground.gitlab.hooks;

import org.jspecify.annotations.NullMarked;
