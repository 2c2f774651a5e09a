/** Asking a cloud again and again, at a pace that hurts nobody, and keeping what it says at present. */
@NullMarked
package dev.ondes.detector.watch;

import org.jspecify.annotations.NullMarked;
