/** What is known of the cluster's nodes, from one watch: their pools, their prices' marks, their size. */
@NullMarked
package dev.ondes.scheduler.nodes;

import org.jspecify.annotations.NullMarked;
