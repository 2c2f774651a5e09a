/** Which of several replicas of a service works: one leader, by a Lease. */
@NullMarked
package dev.ondes.kubernetes.lead;

import org.jspecify.annotations.NullMarked;
