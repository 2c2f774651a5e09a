/** Builds as Kubernetes Jobs: the manifest, the record in its annotations, and the Secret. */
@NullMarked
package dev.ondes.images.job;

import org.jspecify.annotations.NullMarked;
