/** Files of a project into an archive and out of it: for artifacts and for caches. */
@NullMarked
package dev.ondes.agent.archive;

import org.jspecify.annotations.NullMarked;
