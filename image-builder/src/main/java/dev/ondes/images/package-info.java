/** Builds container images in Kubernetes Jobs: who may, what, in which order, and what came of it. */
@NullMarked
package dev.ondes.images;

import org.jspecify.annotations.NullMarked;
