/** How a request becomes a build, or is refused. */
@NullMarked
package dev.ondes.images.intake;

import org.jspecify.annotations.NullMarked;
