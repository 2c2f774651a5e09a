/** GitLab's container registry. */
@NullMarked
package dev.ondes.playground.gitlab.registry;

import org.jspecify.annotations.NullMarked;
