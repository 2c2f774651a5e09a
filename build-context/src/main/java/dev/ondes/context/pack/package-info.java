/** A folder as an archive that is the same wherever and whenever it is packed. */
@NullMarked
package dev.ondes.context.pack;

import org.jspecify.annotations.NullMarked;
