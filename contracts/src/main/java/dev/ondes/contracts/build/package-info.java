/** Builds of container images: what to build, what came of it, and why one failed. */
@NullMarked
package dev.ondes.contracts.build;

import org.jspecify.annotations.NullMarked;
