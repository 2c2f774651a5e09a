package dev.ondes.gitlab;

/**
 * A job that GitLab believes a runner to be running.
 *
 * @param id GitLab's job id
 * @param projectId of the project that it belongs to
 */
public record RunningJob(long id, long projectId) {}
