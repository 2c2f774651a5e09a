/** Reads {@code .gitlab-ci.yml}: which jobs a pipeline has. What it doesn't know is an error, never ignored. */
@NullMarked
package dev.ondes.playground.gitlab.ci;

import org.jspecify.annotations.NullMarked;
