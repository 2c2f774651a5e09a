/** The RabbitMQ of the playground: somebody's, a container's, or a private one of this machine. */
@NullMarked
package dev.ondes.playground.broker;

import org.jspecify.annotations.NullMarked;
