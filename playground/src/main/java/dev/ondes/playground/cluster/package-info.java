/** Kubernetes for the playground: made on this machine, simulated, or given; all behind one interface. */
@NullMarked
package dev.ondes.playground.cluster;

import org.jspecify.annotations.NullMarked;
