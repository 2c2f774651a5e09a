/** Addresses and networks, as operators write them. */
@NullMarked
package dev.ondes.contracts.net;

import org.jspecify.annotations.NullMarked;
