package dev.ondes.dispatcher.lost;

import dev.ondes.gitlab.RunningJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lost jobs that are being run anew, kept over restarts: between its cancel and its retry a job stands as canceled in
 * GitLab, where no look would find it again. So each is noted before its cancel, and what is noted is brought to its end. For
 * one thread.
 */
public final class Rescues {
    private final SyncedLines file;
    private final Map<Long, Rescue> open = new LinkedHashMap<>();

    /** One job that is canceled, and run anew. */
    record Rescue(String jobClass, RunningJob job) {
        private static final Pattern LINE = Pattern.compile("(?<job>\\d{1,18}) (?<project>\\d{1,18}) (?<jobClass>.+)");

        private String line() {
            return job.id() + " " + job.projectId() + " " + jobClass;
        }

        private static Optional<Rescue> of(String line) {
            Matcher found = LINE.matcher(line);
            return found.matches()
                    ? Optional.of(new Rescue(
                            found.group("jobClass"),
                            new RunningJob(Long.parseLong(found.group("job")), Long.parseLong(found.group("project")))))
                    : Optional.empty();
        }
    }

    private Rescues(SyncedLines file) {
        this.file = file;
    }

    /** Reads what an earlier process left. */
    public static Rescues open(Path file) throws IOException {
        var rescues = new Rescues(new SyncedLines(file));
        for (String line : rescues.file.read()) {
            Rescue.of(line).ifPresent(left -> rescues.open.put(left.job().id(), left));
        }
        return rescues;
    }

    /** Those that were begun and have not ended, in their order. */
    List<Rescue> open() {
        return List.copyOf(open.values());
    }

    boolean contains(long jobId) {
        return open.containsKey(jobId);
    }

    /** From now on the job may be canceled. Where this fails it must not be. */
    void begin(Rescue rescue) throws IOException {
        open.put(rescue.job().id(), rescue);
        try {
            write();
        } catch (IOException e) {
            open.remove(rescue.job().id());
            throw e;
        }
    }

    /** The job runs anew, or has ended. Where this can't be written, the next process finds so again. */
    void end(Rescue rescue) throws IOException {
        open.remove(rescue.job().id());
        write();
    }

    private void write() throws IOException {
        file.replace(open.values().stream().map(Rescue::line).toList());
    }
}
