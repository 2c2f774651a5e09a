/** {@code .dockerignore}: which files of a folder belong to the context. */
@NullMarked
package dev.ondes.context.ignore;

import org.jspecify.annotations.NullMarked;
