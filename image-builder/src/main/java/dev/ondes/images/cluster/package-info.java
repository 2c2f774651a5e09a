/** The cluster's API, as far as builds need it. */
@NullMarked
package dev.ondes.images.cluster;

import org.jspecify.annotations.NullMarked;
