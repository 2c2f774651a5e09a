/** What only the leader does: confirmed notices and cancellations become marks and drains. */
@NullMarked
package dev.ondes.spot.lead;

import org.jspecify.annotations.NullMarked;
