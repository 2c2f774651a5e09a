/** Whether the detector does its work: for kubelet and for Prometheus. */
@NullMarked
package dev.ondes.detector.health;

import org.jspecify.annotations.NullMarked;
