package dev.ondes.agent.artifacts;

import dev.ondes.agent.archive.FileList;
import dev.ondes.agent.archive.FileSelection;
import dev.ondes.agent.archive.Untracked;
import dev.ondes.agent.archive.ZipWriter;
import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.agent.tries.Tries;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.gitlab.ArtifactUpload;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.GitLabException;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Artifact;
import dev.ondes.gitlab.JobVariables;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the job's artifacts to GitLab: each entry of the payload that fits the script's result, packed into a file first.
 * An entry without files is said in the log and fails nothing.
 */
public final class Uploads {
    private static final String ARCHIVE = "archive";
    private static final int UNFIT = 400;
    private static final int TOO_LARGE = 413;

    private final GitLabClient gitlab;
    private final JobPayload payload;
    private final JobVariables variables;
    private final Path project;
    private final Path temporary;
    private final JobLog log;
    private final Orders orders;
    private final Tries tries;

    /** @param temporary directory of the agent's own, for what is packed */
    public Uploads(
            GitLabClient gitlab,
            JobPayload payload,
            JobVariables variables,
            Path temporary,
            JobLog log,
            Orders orders,
            Tries tries) {
        this.gitlab = gitlab;
        this.payload = payload;
        this.variables = variables;
        this.project = Path.of(variables.get("CI_PROJECT_DIR", "/"));
        this.temporary = temporary;
        this.log = log;
        this.orders = orders;
        this.tries = tries;
    }

    /** Whether there is anything to upload after such a result. */
    public boolean any(boolean succeeded) {
        return payload.artifacts().stream().anyMatch(artifact -> artifact.when().appliesTo(succeeded));
    }

    /** Uploads all; tells why the first of those that failed did, after the others were uploaded, or null where none did. */
    public @Nullable EndReason upload(boolean succeeded) {
        EndReason failure = null;
        for (Artifact artifact : payload.artifacts()) {
            if (artifact.when().appliesTo(succeeded) && orders.order() != Order.STOP) {
                EndReason its = upload(artifact);
                failure = failure == null ? its : failure;
            }
        }
        return failure;
    }

    private @Nullable EndReason upload(Artifact artifact) {
        log.note("Uploading artifacts (" + artifact.type() + ")...");
        Path packed = null;
        try (var files = new FileList(temporary.resolve("upload-files"))) {
            select(artifact, files);
            if (files.size() == 0) {
                log.error("No files to upload");
                return null;
            }
            packed = temporary.resolve("upload");
            String name = pack(artifact, files, packed);
            var upload = new ArtifactUpload(artifact.type(), artifact.format(), name, expireIn(artifact));
            Path file = packed;
            tries.run(() -> send(upload, file));
            log.line("Uploaded " + name + " (" + Files.size(packed) + " bytes) to GitLab");
            return null;
        } catch (RefusedException e) {
            return refused(artifact, e, packed);
        } catch (UnfitArtifactException e) {
            log.error("Artifacts (" + artifact.type() + ") can't be uploaded: " + e.getMessage());
            return EndReason.ARTIFACTS_REFUSED;
        } catch (IOException | UncheckedIOException | GitLabException e) {
            log.error("Artifacts could not be uploaded: " + e.getMessage());
            return EndReason.ARTIFACTS_UPLOAD_FAILED;
        } finally {
            delete(packed);
        }
    }

    private EndReason refused(Artifact artifact, RefusedException e, @Nullable Path packed) {
        if (e.status() == TOO_LARGE) {
            return tooLarge(e, packed);
        }
        // Of reports GitLab reads the content; a 400 to a mere archive is somebody else's.
        if (e.status() == UNFIT && !artifact.type().equals(ARCHIVE)) {
            log.error("GitLab doesn't take these artifacts (" + artifact.type() + ") as they are: " + e.getMessage());
            return EndReason.ARTIFACTS_REFUSED;
        }
        log.error("Artifacts could not be uploaded: " + e.getMessage());
        return EndReason.ARTIFACTS_UPLOAD_FAILED;
    }

    private EndReason tooLarge(RefusedException e, @Nullable Path packed) {
        long size = packed == null ? 0 : packed.toFile().length();
        log.error(
                "Artifacts could not be uploaded: their " + size + " bytes are more than GitLab takes. The limit is the"
                        + " setting \"Maximum artifacts size\" of the project, its groups or the instance, or a proxy's in front of GitLab ("
                        + e.getMessage() + ")");
        return EndReason.ARTIFACTS_TOO_LARGE;
    }

    private void send(ArtifactUpload upload, Path file) throws IOException {
        try {
            orders.interruptible(Order.STOP, () -> gitlab.uploadArtifacts(payload.jobCredentials(), upload, file));
        } catch (UnavailableException e) {
            orders.checkAtTheEnd();
            throw new PassingTroubleException(e.getMessage(), e);
        }
    }

    private @Nullable String expireIn(Artifact artifact) {
        return artifact.expireIn() == null ? null : variables.expand(artifact.expireIn());
    }

    private void select(Artifact artifact, FileList files) throws IOException {
        FileSelection selection = new FileSelection(project, variables.expand(artifact.exclude()), log::warning, files);
        for (String path : variables.expand(artifact.paths())) {
            int count = selection.add(path);
            if (count > 0) {
                log.line(path + ": found " + count + " matching artifact files and directories");
            }
        }
        if (artifact.untracked()) {
            int before = files.size();
            Untracked.add(project, selection, new Child(orders, orders::checkAtTheEnd), log::warning);
            log.line("untracked: found " + (files.size() - before) + " files");
        }
    }

    private String pack(Artifact artifact, FileList files, Path packed) throws IOException {
        String name =
                artifact.name() == null ? "" : variables.expand(artifact.name()).strip();
        String base = name.isEmpty() ? (artifact.type().equals(ARCHIVE) ? "artifacts" : artifact.type()) : name;
        switch (artifact.format()) {
            case "raw" -> {
                String only = only(files);
                Files.copy(project.resolve(only), packed, StandardCopyOption.REPLACE_EXISTING);
                return name.isEmpty() ? Path.of(only).getFileName().toString() : name;
            }
            case "gzip" -> {
                gzip(files, packed);
                return base + ".gz";
            }
            case "zip" -> {
                ZipWriter.write(project, files, packed, log::warning);
                return base + ".zip";
            }
            default -> throw new IOException("unknown format " + artifact.format());
        }
    }

    private static String only(FileList files) throws IOException {
        List<String> first = new ArrayList<>();
        int[] count = {0};
        files.forEach(file -> {
            if (!file.endsWith("/") && count[0]++ == 0) {
                first.add(file);
            }
        });
        if (count[0] != 1) {
            throw new UnfitArtifactException("a report of this format must be one file, not " + count[0]);
        }
        return first.getFirst();
    }

    /** Reports of several files follow each other, each as a gzip member of its own. */
    private void gzip(FileList files, Path packed) throws IOException {
        try (OutputStream out = Files.newOutputStream(packed)) {
            files.forEach(file -> {
                if (file.endsWith("/")) {
                    return;
                }
                try (InputStream in = Files.newInputStream(project.resolve(file))) {
                    var member = new GZIPOutputStream(out);
                    in.transferTo(member);
                    member.finish();
                } catch (NoSuchFileException e) {
                    log.warning(ZipWriter.gone(file));
                }
            });
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It goes with the pod.
            }
        }
    }
}
