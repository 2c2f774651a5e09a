/** What the end of a build's pod means. */
@NullMarked
package dev.ondes.images.ends;

import org.jspecify.annotations.NullMarked;
