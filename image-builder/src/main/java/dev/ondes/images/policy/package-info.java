/** What a caller may: which destinations, with which cache, within which limits. */
@NullMarked
package dev.ondes.images.policy;

import org.jspecify.annotations.NullMarked;
