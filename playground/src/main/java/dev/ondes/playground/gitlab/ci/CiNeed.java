package dev.ondes.playground.gitlab.ci;

/**
 * One of a job's {@code needs}.
 *
 * @param artifacts whether its artifacts are downloaded too
 */
public record CiNeed(String job, boolean artifacts, boolean optional) {}
