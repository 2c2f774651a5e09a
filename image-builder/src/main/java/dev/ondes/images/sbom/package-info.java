/** A list of what is in an image (SBOM): what makes it, and what it must be to be put beside the image. */
@NullMarked
package dev.ondes.images.sbom;

import org.jspecify.annotations.NullMarked;
