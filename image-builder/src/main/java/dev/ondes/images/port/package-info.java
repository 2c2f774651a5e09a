/** What builds need from stores and registries. */
@NullMarked
package dev.ondes.images.port;

import org.jspecify.annotations.NullMarked;
