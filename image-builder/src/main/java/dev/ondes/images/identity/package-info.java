/** Who asks: tokens of GitLab's jobs and of the cluster's service accounts. */
@NullMarked
package dev.ondes.images.identity;

import org.jspecify.annotations.NullMarked;
