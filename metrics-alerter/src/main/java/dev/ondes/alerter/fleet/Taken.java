package dev.ondes.alerter.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * The job was handed to us.
 *
 * @param queuedAt when it became pending in GitLab, as GitLab says it
 * @param takenAt when it was handed over
 * @param timeout its own limit
 * @param gitlab the address of its GitLab
 */
public record Taken(
        Instant saidAt,
        String name,
        String project,
        String ref,
        long pipeline,
        String jobClass,
        Instant queuedAt,
        Instant takenAt,
        Duration timeout,
        String gitlab)
        implements Said {}
