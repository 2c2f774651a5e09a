package dev.ondes.scheduler.gitlab;

import dev.ondes.gitlab.JobCredentials;
import java.net.URI;

/** Reaches the jobs of any GitLab that jobs came from. */
@FunctionalInterface
public interface GitLabs {
    JobAtGitLab job(URI gitlabUrl, JobCredentials credentials);
}
