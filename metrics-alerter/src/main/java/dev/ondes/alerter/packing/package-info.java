/** Values as few bytes each, for what is kept in great number and read seldom. Knows nothing of what is packed. */
@NullMarked
package dev.ondes.alerter.packing;

import org.jspecify.annotations.NullMarked;
