package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import java.time.Instant;

/** The last word on how much room a class has. */
public record Capacity(Instant saidAt, ClassCapacity room) implements Said {}
