/** The program of the builder pod's first container: brings the context to where the builder looks for it. */
@NullMarked
package dev.ondes.context.fetch;

import org.jspecify.annotations.NullMarked;
