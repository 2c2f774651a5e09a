/** Where an image comes from: a statement that others can check, kept beside the image. */
@NullMarked
package dev.ondes.images.provenance;

import org.jspecify.annotations.NullMarked;
