package dev.ondes.dispatcher.lost;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The ids of the jobs whose answer from GitLab arrived here, kept over restarts: a job that GitLab believes to run here and
 * that isn't among them was lost on its way, and is canceled and run anew. So what was noted must outlive a power cut, too, else
 * healthy jobs would be run twice: each note is synced, which takes milliseconds per job. Thread-safe.
 */
public final class GivenJobs {
    private static final int REMEMBERED = 10_000;

    private final Path file;
    private final int remembered;
    private final Sync sync;
    private final Set<Long> ids = new LinkedHashSet<>();
    private boolean complete;

    /** Makes what a file holds, or which names a folder holds, outlive a power cut. A seam for tests. */
    @FunctionalInterface
    interface Sync {
        void of(Path written) throws IOException;
    }

    private static void force(Path written) throws IOException {
        var how = Files.isDirectory(written) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (var channel = FileChannel.open(written, how)) {
            channel.force(true);
        }
    }

    private GivenJobs(Path file, int remembered, Sync sync) {
        this.file = file;
        this.remembered = remembered;
        this.sync = sync;
    }

    /** Reads what earlier processes noted. A line that is no number, such as one cut short, is passed over. */
    public static GivenJobs open(Path file) throws IOException {
        return open(file, REMEMBERED, GivenJobs::force);
    }

    static GivenJobs open(Path file, int remembered, Sync sync) throws IOException {
        var given = new GivenJobs(file, remembered, sync);
        given.complete = Files.exists(file);
        if (given.complete) {
            Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::parseLong)
                    .forEach(given.ids::add);
            // Else the next line would go on where one was cut short.
            given.rewrite();
        }
        return given;
    }

    /**
     * Whether a job that isn't here can't have arrived. Not so at the first start in a folder, until {@link #complete} says
     * what runs already.
     */
    public synchronized boolean isComplete() {
        return complete;
    }

    /** From now on a job that isn't here has not arrived; these, whatever became of them, count as arrived. */
    public synchronized void complete(Collection<Long> already) throws IOException {
        ids.addAll(already);
        append(already);
        complete = true;
    }

    /** Notes a job. It is known to this process even where it can't be written. */
    public synchronized void add(long jobId) throws IOException {
        if (ids.add(jobId) && complete) {
            append(List.of(jobId));
        }
    }

    public synchronized boolean contains(long jobId) {
        return ids.contains(jobId);
    }

    /**
     * Forgets jobs that have ended, once there are many: of the older half, for GitLab may not yet show the newest as
     * running. A job that still runs stays, however old it is.
     */
    synchronized void forgetEnded(Set<Long> running) throws IOException {
        if (ids.size() > remembered) {
            List<Long> older = ids.stream().limit(ids.size() / 2).toList();
            older.stream().filter(id -> !running.contains(id)).forEach(ids::remove);
            rewrite();
        }
    }

    private void append(Collection<Long> more) throws IOException {
        var lines = new StringBuilder();
        more.forEach(id -> lines.append(id).append('\n'));
        boolean isNew = Files.notExists(file);
        Files.writeString(file, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        sync.of(file);
        if (isNew) {
            sync.of(folder());
        }
    }

    private void rewrite() throws IOException {
        Path anew = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(anew, ids.stream().map(String::valueOf).toList(), StandardCharsets.US_ASCII);
        sync.of(anew);
        Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync.of(folder());
    }

    private Path folder() {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }
}
