/** Trying again what GitLab's absence for a while has made fail. */
@NullMarked
package dev.ondes.agent.tries;

import org.jspecify.annotations.NullMarked;
