/** Whose certificates are believed. */
@NullMarked
package dev.ondes.context.trust;

import org.jspecify.annotations.NullMarked;
