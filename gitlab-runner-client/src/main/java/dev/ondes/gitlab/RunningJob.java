package dev.ondes.gitlab;

/**
 * A job that GitLab believes a runner to be running.
 *
 * @param id GitLab's job id
 * @param projectId of the project that it belongs to
 * @param projectPath such as {@code group/project}
 * @param name as in the pipeline
 */
public record RunningJob(long id, long projectId, String projectPath, String name) {}
