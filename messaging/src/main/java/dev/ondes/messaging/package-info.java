/** What a service needs to say and hear events; the broker's ways are in the packages below. */
@NullMarked
package dev.ondes.messaging;

import org.jspecify.annotations.NullMarked;
