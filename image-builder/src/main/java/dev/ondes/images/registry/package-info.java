/** What the service asks of registries: whether an image is there under that digest, and to take an index or a statement about it. */
@NullMarked
package dev.ondes.images.registry;

import org.jspecify.annotations.NullMarked;
