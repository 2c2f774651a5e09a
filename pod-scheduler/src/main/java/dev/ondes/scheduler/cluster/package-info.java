/** The few calls to Kubernetes that this service makes. */
@NullMarked
package dev.ondes.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
