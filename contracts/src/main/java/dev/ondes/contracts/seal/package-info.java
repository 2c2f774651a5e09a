/** Encryption of job payloads on their way through the broker. */
@NullMarked
package dev.ondes.contracts.seal;

import org.jspecify.annotations.NullMarked;
