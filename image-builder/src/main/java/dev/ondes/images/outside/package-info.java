/** What builds need, from the stores and registries that there are. */
@NullMarked
package dev.ondes.images.outside;

import org.jspecify.annotations.NullMarked;
