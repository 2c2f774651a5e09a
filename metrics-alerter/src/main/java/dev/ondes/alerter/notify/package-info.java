/** Telling people: receivers, and trying again until they have it. */
@NullMarked
package dev.ondes.alerter.notify;

import org.jspecify.annotations.NullMarked;
