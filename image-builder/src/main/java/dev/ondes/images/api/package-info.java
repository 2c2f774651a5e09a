/** What clients say to us by HTTP, and what they hear. */
@NullMarked
package dev.ondes.images.api;

import org.jspecify.annotations.NullMarked;
