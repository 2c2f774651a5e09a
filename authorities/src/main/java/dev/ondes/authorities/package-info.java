/** Whose word about a server's identity is taken. */
@NullMarked
package dev.ondes.authorities;

import org.jspecify.annotations.NullMarked;
