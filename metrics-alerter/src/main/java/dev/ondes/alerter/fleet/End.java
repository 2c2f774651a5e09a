package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.JobFinished;
import java.time.Instant;

/** The job ended, and how. */
public record End(Instant saidAt, JobFinished how) implements Said {}
