/** GitLab's API: the calls of runners, the calls of people, and our own for tests. */
@NullMarked
package dev.ondes.playground.gitlab.api;

import org.jspecify.annotations.NullMarked;
