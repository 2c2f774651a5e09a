package dev.ondes.dispatcher.handover;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.InvalidEventException;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.MalformedPayloadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs between GitLab's answer and the broker's confirm, one file each: the very event that is to be published. GitLab gives
 * a job once; what is here survives {@code kill -9}. Owned by one process at a time. Thread-safe for different jobs.
 */
public final class Spool implements AutoCloseable {
    private static final String WAITING = ".json";
    private static final String GIVING_BACK = ".back";
    private static final String UNREADABLE = ".unreadable";
    private static final String UNFINISHED = ".tmp";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lock;
    private final EventCodec codec;
    private final KeyRing keyRing;
    private final Disk disk;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<Long> jobs = ConcurrentHashMap.newKeySet();

    private Spool(Path folder, FileChannel lock, EventCodec codec, KeyRing keyRing, Disk disk) {
        this.folder = folder;
        this.lock = lock;
        this.codec = codec;
        this.keyRing = keyRing;
        this.disk = disk;
    }

    /**
     * What an earlier process left.
     *
     * @param jobs in the order of their ids
     * @param unreadable names of files that hold no job; they were put aside
     */
    public record Left(List<LeftJob> jobs, List<String> unreadable) {}

    /**
     * One job that an earlier process left.
     *
     * @param givingBack whether GitLab's log may already say that the job was given back: it must not be published
     */
    public record LeftJob(TakenJob job, boolean givingBack) {}

    /**
     * Opens the folder for this process.
     *
     * @throws IOException when the folder can't be used, or another process uses it; the message says which
     */
    public static Spool open(Path folder, EventCodec codec, KeyRing keyRing) throws IOException {
        return open(folder, codec, keyRing, new RealDisk());
    }

    static Spool open(Path folder, EventCodec codec, KeyRing keyRing, Disk disk) throws IOException {
        Files.createDirectories(folder);
        var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IOException("another dispatcher uses " + folder);
        }
        return new Spool(folder, lock, codec, keyRing, disk);
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Keeps a job; when this returns, the job survives everything but the loss of the disk. Replaces. */
    public void keep(TakenJob job) throws IOException {
        Path unfinished = file(job.id(), WAITING + UNFINISHED);
        disk.write(unfinished, codec.encode(job.event()));
        disk.rename(unfinished, file(job.id(), WAITING));
        jobs.add(job.id());
    }

    /** Notes that the job goes back to GitLab: from now on it must not be published. */
    public void givingBack(long jobId) throws IOException {
        if (Files.exists(file(jobId, WAITING))) {
            disk.rename(file(jobId, WAITING), file(jobId, GIVING_BACK));
        }
    }

    /** Forgets a job: somebody else has it, or GitLab knows its end. Idempotent. */
    public void remove(long jobId) throws IOException {
        disk.delete(file(jobId, WAITING));
        disk.delete(file(jobId, GIVING_BACK));
        jobs.remove(jobId);
    }

    /** How many jobs are kept. */
    public int size() {
        return jobs.size();
    }

    /** What an earlier process left. To be called once, before the first {@link #keep}. */
    public Left left() throws IOException {
        List<LeftJob> found = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(UNFINISHED)) {
                disk.delete(file);
            } else if (name.endsWith(WAITING) || name.endsWith(GIVING_BACK)) {
                TakenJob job = read(file);
                if (job == null) {
                    disk.rename(file, folder.resolve(name + UNREADABLE));
                    unreadable.add(name);
                } else {
                    found.add(new LeftJob(job, name.endsWith(GIVING_BACK)));
                    jobs.add(job.id());
                }
            }
        }
        found.sort((a, b) -> Long.compare(a.job().id(), b.job().id()));
        return new Left(List.copyOf(found), List.copyOf(unreadable));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private @Nullable TakenJob read(Path file) throws IOException {
        try {
            var event = codec.decode(Files.readAllBytes(file)).orElse(null);
            return event != null && event.data() instanceof JobQueued data ? taken(event, data) : null;
        } catch (InvalidEventException e) {
            return null;
        }
    }

    private TakenJob taken(Event<?> event, JobQueued data) {
        var queued = new Event<>(event.id(), event.source(), event.time(), event.subject(), event.traceparent(), data);
        return new TakenJob(queued, credentials(data));
    }

    /** Null where the payload can't be opened: the job can be published all the same, other rings may hold its key. */
    private @Nullable JobCredentials credentials(JobQueued data) {
        try {
            return JobPayload.parse(json.readTree(keyRing.open(data.sealedPayload())))
                    .jobCredentials();
        } catch (SealException | MalformedPayloadException | IOException e) {
            return null;
        }
    }

    private Path file(long jobId, String suffix) {
        return folder.resolve(jobId + suffix);
    }

    /** Lets another process use the folder. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
