/** The repositories, and git's smart HTTP protocol on them. */
@NullMarked
package dev.ondes.playground.gitlab.git;

import org.jspecify.annotations.NullMarked;
