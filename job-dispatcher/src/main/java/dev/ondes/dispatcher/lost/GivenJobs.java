package dev.ondes.dispatcher.lost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids of the jobs whose answer from GitLab arrived here, kept over restarts: a job that GitLab believes to run here and
 * that isn't among them was lost on its way, and is canceled and run anew. So what was noted must outlive a power cut, too, else
 * healthy jobs would be run twice: each note is synced, which takes milliseconds per job. Thread-safe.
 */
public final class GivenJobs {
    private static final int REMEMBERED = 10_000;

    private final SyncedLines file;
    private final int remembered;
    private final Set<Long> ids = new LinkedHashSet<>();
    private boolean complete;
    /** A note failed: the file lacks ids, and may end in the middle of one. */
    private boolean stale;

    private GivenJobs(SyncedLines file, int remembered) {
        this.file = file;
        this.remembered = remembered;
    }

    /** Reads what earlier processes noted. A line that is no number, such as one cut short, is passed over. */
    public static GivenJobs open(Path file) throws IOException {
        return open(new SyncedLines(file), REMEMBERED);
    }

    static GivenJobs open(SyncedLines file, int remembered) throws IOException {
        var given = new GivenJobs(file, remembered);
        given.complete = file.exist();
        if (given.complete) {
            file.read().stream()
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

    /**
     * From now on a job that isn't here has not arrived; these, whatever became of them, count as arrived, as do those that
     * were given before.
     */
    public synchronized void complete(Collection<Long> already) throws IOException {
        ids.addAll(already);
        rewrite();
        complete = true;
    }

    /** Notes a job. It is known to this process even where it can't be written; the next note, or look, makes up for that. */
    public synchronized void add(long jobId) throws IOException {
        boolean isNew = ids.add(jobId);
        if (!complete) {
            return;
        }
        if (stale) {
            rewrite();
        } else if (isNew) {
            stale = true;
            file.append(Long.toString(jobId));
            stale = false;
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
        boolean many = ids.size() > remembered;
        if (many) {
            List<Long> older = ids.stream().limit(ids.size() / 2).toList();
            older.stream().filter(id -> !running.contains(id)).forEach(ids::remove);
        }
        if (many || stale) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        file.replace(ids.stream().map(String::valueOf).toList());
        stale = false;
    }
}
