/** What this service says to GitLab about a job: the fence in its log, and its end when no agent could tell it. */
@NullMarked
package dev.ondes.scheduler.gitlab;

import org.jspecify.annotations.NullMarked;
