/** Keeps what happened and when, for tests and benchmarks. */
@NullMarked
package dev.ondes.playground.gitlab.timeline;

import org.jspecify.annotations.NullMarked;
