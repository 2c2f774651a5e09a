/** Publishing with confirms: a publish that returned was taken and routed. */
@NullMarked
package dev.ondes.messaging.publish;

import org.jspecify.annotations.NullMarked;
