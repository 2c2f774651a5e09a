package dev.ondes.scheduler.gitlab;

import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link GitLabs} by our client of the runner protocol; one client per GitLab, made when first needed. */
public final class GitLabClients implements GitLabs, AutoCloseable {
    private final ClientSettings settings;
    private final Map<URI, GitLabClient> clients = new ConcurrentHashMap<>();

    public GitLabClients(ClientSettings settings) {
        this.settings = settings;
    }

    @Override
    public JobAtGitLab job(URI gitlabUrl, JobCredentials credentials) {
        GitLabClient client = clients.computeIfAbsent(gitlabUrl, url -> new GitLabClient(url, settings));
        return new JobAtGitLab() {
            @Override
            public TraceAnswer append(long offset, byte[] bytes) {
                return client.appendTrace(credentials, offset, bytes, 0, bytes.length);
            }

            @Override
            public UpdateAnswer update(JobState state) {
                return client.updateJob(credentials, state);
            }
        };
    }

    @Override
    public void close() {
        clients.values().forEach(GitLabClient::close);
    }
}
