package dev.ondes.agent.artifacts;

import dev.ondes.agent.archive.ZipReader;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.agent.tries.Tries;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPayload.Dependency;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings the artifacts of earlier jobs into the project's directory. */
public final class Downloads {
    private final GitLabClient gitlab;
    private final Path project;
    private final Path temporary;
    private final JobLog log;
    private final Orders orders;
    private final Tries tries;

    public Downloads(GitLabClient gitlab, Path project, Path temporary, JobLog log, Orders orders, Tries tries) {
        this.gitlab = gitlab;
        this.project = project;
        this.temporary = temporary;
        this.log = log;
        this.orders = orders;
        this.tries = tries;
    }

    /**
     * Downloads and unpacks them in their order; a later one overwrites files of an earlier one.
     *
     * @throws PassingTroubleException when GitLab was away for longer than patience lasts
     * @throws IOException when one of them can't be had, naming the job that made it
     */
    public void fetch(List<Dependency> dependencies) throws IOException {
        for (Dependency dependency : dependencies) {
            log.note("Downloading artifacts for " + dependency.name() + " (" + dependency.id() + ")...");
            tries.run(() -> fetch(dependency));
        }
    }

    private void fetch(Dependency dependency) throws IOException {
        Path archive = temporary.resolve("download");
        try {
            orders.interruptibleWhilePreparing(() -> gitlab.downloadArtifacts(dependency.jobCredentials(), archive));
            ZipReader.extract(archive, project);
            log.line("Downloaded " + dependency.fileName() + " (" + Files.size(archive) + " bytes)");
        } catch (UnavailableException e) {
            orders.checkWhilePreparing();
            throw new PassingTroubleException(trouble(dependency, e), e);
        } catch (RefusedException | UncheckedIOException | IOException e) {
            orders.checkWhilePreparing();
            throw new IOException(trouble(dependency, e), e);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static String trouble(Dependency dependency, Exception e) {
        return "artifacts of the job " + dependency.name() + " (" + dependency.id() + "): " + e.getMessage();
    }
}
