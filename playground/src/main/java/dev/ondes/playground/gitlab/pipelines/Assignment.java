package dev.ondes.playground.gitlab.pipelines;

import java.time.Duration;

/**
 * Which runner has a job.
 *
 * @param timeout the effective one
 * @param gracefulCancel whether the runner said it can
 */
public record Assignment(Runner runner, RunnerManager manager, Duration timeout, boolean gracefulCancel) {}
