package dev.ondes.alerter.reconcile;

import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPage;
import dev.ondes.gitlab.ListedJob;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitLab with a token from a file, which is read each time so that it can be rotated. */
record TokenGitLab(GitLabClient client, Path tokenFile) implements GitLabJobs {
    @Override
    public JobPage pending(String project, @Nullable String next) {
        return client.pendingJobs(token(), project, next);
    }

    @Override
    public Optional<ListedJob> job(String project, long id) {
        return client.job(token(), project, id);
    }

    @Override
    public void close() {
        client.close();
    }

    private Secret token() {
        try {
            return new Secret(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
