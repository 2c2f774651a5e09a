/** Tells people: Kubernetes events and a webhook. */
@NullMarked
package dev.ondes.spot.tell;

import org.jspecify.annotations.NullMarked;
