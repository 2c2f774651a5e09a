/** The SmallRye connector and the beans around it: the only package that knows CDI. */
@NullMarked
package dev.ondes.messaging.smallrye;

import org.jspecify.annotations.NullMarked;
