package dev.ondes.dispatcher.capacity;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The jobs that were taken and that no report has named yet, over restarts: a process that didn't know those of the one before it
 * would ask for as many again while the scheduler, or the broker, is away. One empty file per job. A disk that fails costs a line in
 * the log: such a job isn't counted after a restart. Thread-safe.
 */
public final class UnseenJobs {
    private static final Logger LOG = Logger.getLogger(UnseenJobs.class);
    private static final Pattern NAME = Pattern.compile("(?<id>\\d{1,18})\\.(?<jobClass>.+)");

    /** GitLab fails a job that it hears nothing of within hours. What stayed for longer is of a class that was removed. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Path folder;

    /** @param folder made where it is missing; of one process */
    public UnseenJobs(Path folder) {
        this.folder = folder;
    }

    /** By class, what earlier processes left. */
    Map<String, Set<Long>> left(Instant now) {
        Map<String, Set<Long>> left = new HashMap<>();
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && !isOld(file, now)) {
                left.computeIfAbsent(name.group("jobClass"), _ -> new HashSet<>())
                        .add(Long.parseLong(name.group("id")));
            }
        }
        return left;
    }

    /**
     * Not synced by itself, for a process may die at any moment and a power cut is rare; the job's way into the spool, which
     * follows, is.
     */
    void keep(String jobClass, long jobId) {
        try {
            Files.createDirectories(folder);
            Files.write(file(jobClass, jobId), new byte[0]);
        } catch (IOException e) {
            LOG.error(LogLine.of("could not note that the job was taken; a restart may exceed the class's limit by it")
                    .job(jobId)
                    .jobClass(jobClass)
                    .why(e.toString()));
        }
    }

    /** Idempotent. */
    void forget(String jobClass, long jobId) {
        try {
            Files.deleteIfExists(file(jobClass, jobId));
        } catch (IOException e) {
            LOG.warn(LogLine.of("could not forget a job that the scheduler knows; the next start counts it for a while")
                    .job(jobId)
                    .jobClass(jobClass)
                    .why(e.toString()));
        }
    }

    private List<Path> files() {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            LOG.error(
                    LogLine.of("could not read which jobs an earlier process took; the classes' limits may be exceeded")
                            .with(LogKey.FILE, folder)
                            .why(e.toString()));
            return List.of();
        }
    }

    private static boolean isOld(Path file, Instant now) {
        try {
            boolean old = Files.getLastModifiedTime(file).toInstant().plus(KEPT).isBefore(now);
            if (old) {
                Files.deleteIfExists(file);
            }
            return old;
        } catch (IOException e) {
            return false;
        }
    }

    private Path file(String jobClass, long jobId) {
        return folder.resolve(jobId + "." + jobClass);
    }
}
