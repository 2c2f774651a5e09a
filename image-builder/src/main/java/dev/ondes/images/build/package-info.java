/** What a build is: its order, its state, its result, and how they are written down. */
@NullMarked
package dev.ondes.images.build;

import org.jspecify.annotations.NullMarked;
