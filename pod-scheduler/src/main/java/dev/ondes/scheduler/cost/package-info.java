/** What attempts cost, by the operator's price file and the nodes' labels. */
@NullMarked
package dev.ondes.scheduler.cost;

import org.jspecify.annotations.NullMarked;
