package dev.ondes.agent.artifacts;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.GitLabException;
import dev.ondes.gitlab.JobPayload.Dependency;
import java.io.IOException;
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

    public Downloads(GitLabClient gitlab, Path project, Path temporary, JobLog log, Orders orders) {
        this.gitlab = gitlab;
        this.project = project;
        this.temporary = temporary;
        this.log = log;
        this.orders = orders;
    }

    /**
     * Downloads and unpacks them in their order; a later one overwrites files of an earlier one.
     *
     * @throws IOException when one of them can't be had, naming the job that made it
     */
    public void fetch(List<Dependency> dependencies) throws IOException {
        for (Dependency dependency : dependencies) {
            log.note("Downloading artifacts for " + dependency.name() + " (" + dependency.id() + ")...");
            Path archive = temporary.resolve("download");
            try {
                orders.interruptible(
                        Order.CANCEL, () -> gitlab.downloadArtifacts(dependency.jobCredentials(), archive));
                ZipReader.extract(archive, project);
                log.line("Downloaded " + dependency.fileName() + " (" + Files.size(archive) + " bytes)");
            } catch (GitLabException | IOException e) {
                orders.checkWhilePreparing();
                throw new IOException(
                        "artifacts of the job " + dependency.name() + " (" + dependency.id() + "): " + e.getMessage(),
                        e);
            } finally {
                Files.deleteIfExists(archive);
            }
        }
    }
}
