/** Whose certificates are believed. */
@NullMarked
package dev.ondes.alerter.trust;

import org.jspecify.annotations.NullMarked;
