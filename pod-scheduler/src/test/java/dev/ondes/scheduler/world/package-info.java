/** A small world for tests: a cluster, a GitLab, a broker and agents that keep their state and can fail at any step. */
@NullMarked
package dev.ondes.scheduler.world;

import org.jspecify.annotations.NullMarked;
