/** Files that a job takes over from earlier jobs and leaves to later ones, in a store that knows nothing of jobs. */
@NullMarked
package dev.ondes.agent.cache;

import org.jspecify.annotations.NullMarked;
