/** Whether this process does its work. */
@NullMarked
package dev.ondes.images.health;

import org.jspecify.annotations.NullMarked;
