/** Jobs that GitLab gave and whose answer never arrived. */
@NullMarked
package dev.ondes.dispatcher.lost;

import org.jspecify.annotations.NullMarked;
