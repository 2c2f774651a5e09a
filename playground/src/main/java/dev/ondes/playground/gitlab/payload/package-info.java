/** What a runner gets with a job: the answer to its request, variables included. */
@NullMarked
package dev.ondes.playground.gitlab.payload;

import org.jspecify.annotations.NullMarked;
