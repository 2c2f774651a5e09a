/**
 * A simulated GitLab in one process: projects with git over HTTP, pipelines from {@code .gitlab-ci.yml}, the runner API
 * with its status codes, quirks and clocks, webhooks, and faults on demand.
 *
 * <p>Way of a job: {@code git} takes a push, {@code ci} reads the file, {@code pipelines} holds all state under one lock and
 * decides which job is due, {@code api} hands it to a runner with what {@code payload} writes and takes its updates,
 * {@code hooks} tells webhooks. {@link dev.ondes.playground.gitlab.GitLab} puts the parts together.
 */
@NullMarked
package dev.ondes.playground.gitlab;

import org.jspecify.annotations.NullMarked;
