/** What is seen of builds in the cluster. */
@NullMarked
package dev.ondes.images.watch;

import org.jspecify.annotations.NullMarked;
