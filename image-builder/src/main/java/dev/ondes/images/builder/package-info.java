/** The programs that build, each behind the same few words: what its container is, and what its end means. */
@NullMarked
package dev.ondes.images.builder;

import org.jspecify.annotations.NullMarked;
