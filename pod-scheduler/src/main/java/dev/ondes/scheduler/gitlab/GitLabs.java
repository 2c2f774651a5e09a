package dev.ondes.scheduler.gitlab;

import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobPayload;
import java.net.URI;

/** Reaches the jobs of any GitLab that jobs came from. */
@FunctionalInterface
public interface GitLabs {
    JobAtGitLab job(URI gitlabUrl, JobCredentials credentials);

    /** The job whose agent was told this. */
    default JobAtGitLab job(AgentJob told) {
        return job(told.gitlabUrl(), JobPayload.parse(told.payload()).jobCredentials());
    }
}
