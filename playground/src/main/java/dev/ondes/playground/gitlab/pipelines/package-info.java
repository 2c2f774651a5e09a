/**
 * What GitLab remembers and decides: projects, runners, pipelines and jobs, which job is due, who gets it, how it ends. All
 * state is in memory and under one lock; logs and artifacts are files.
 */
@NullMarked
package dev.ondes.playground.gitlab.pipelines;

import org.jspecify.annotations.NullMarked;
