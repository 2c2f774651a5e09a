/**
 * A small stand-in for a cluster where no real one can be made: fabric8's server with the rules of Kubernetes that
 * it lacks, a scheduler, a garbage collector, and nodes that run each container as a local process.
 */
@NullMarked
package dev.ondes.playground.cluster.embedded;

import org.jspecify.annotations.NullMarked;
