package dev.ondes.alerter.fleet;

import dev.ondes.alerter.packing.Packer;
import dev.ondes.alerter.packing.Unpacker;
import dev.ondes.alerter.packing.Words;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that ended one after the other, packed, with a dictionary of their own: it goes when they go. One thread writes; a {@link View} never
 * changes and belongs to anybody.
 */
final class EndedBlock {
    static final int SIZE = 1024;
    /** Of an array, a reference to it and the job's id. */
    private static final int BESIDE = 32;
    /** Of a string and a reference to it; those that several blocks have are counted in each. */
    private static final int WORD = 48;
    /** Some 200 bytes each, of which a full block keeps so many at most. */
    private static final int SUMS = 256;

    private final Words words = new Words();
    private final Packer packer = new Packer(words);
    private final long[] ids = new long[SIZE];
    private byte[][] jobs = new byte[SIZE][];
    private int used;
    private long bytes;
    private Instant earliestEnd = Instant.MAX;
    private Instant latestEnd = Instant.MIN;
    private @Nullable View settled;

    boolean isFull() {
        return used == SIZE;
    }

    int size() {
        return used;
    }

    long id(int index) {
        return ids[index];
    }

    /** About what it takes in memory. */
    long bytes() {
        return bytes;
    }

    void add(Job job) {
        ids[used] = job.id();
        jobs[used] = pack(job);
        used++;
        if (isFull()) {
            words.settle();
            settled = view();
        }
    }

    /** In its own place; in a copy where readers may have it. */
    void replace(Job job) {
        int index = index(job.id());
        bytes -= jobs[index].length + BESIDE;
        if (isFull()) {
            jobs = jobs.clone();
        }
        jobs[index] = pack(job);
        settled = isFull() ? newView() : null;
    }

    private byte[] pack(Job job) {
        int before = words.size();
        byte[] packed = JobFormat.pack(job, packer);
        for (int i = before; i < words.size(); i++) {
            bytes += WORD + words.known()[i].length();
        }
        bytes += packed.length + BESIDE;
        End end = job.end();
        if (end != null) {
            earliestEnd = end.saidAt().isBefore(earliestEnd) ? end.saidAt() : earliestEnd;
            latestEnd = end.saidAt().isAfter(latestEnd) ? end.saidAt() : latestEnd;
        }
        return packed;
    }

    Job get(long id) {
        return view().get(index(id));
    }

    Job newest() {
        return view().get(used - 1);
    }

    private int index(long id) {
        int index = View.index(ids, used, id);
        if (index < 0) {
            throw new IllegalStateException("job " + id + " is in another block");
        }
        return index;
    }

    View view() {
        return settled == null ? newView() : settled;
    }

    private View newView() {
        return new View(ids, isFull() ? jobs : Arrays.copyOf(jobs, used), words.known(), earliestEnd, latestEnd);
    }

    /** The block at one moment. */
    static final class View {
        /** May go on behind those of the jobs. */
        private final long[] ids;

        private final byte[][] jobs;
        private final String[] words;
        private final Instant earliestEnd;
        private final Instant latestEnd;
        private volatile @Nullable Spending spent;

        View(long[] ids, byte[][] jobs, String[] words, Instant earliestEnd, Instant latestEnd) {
            this.ids = ids;
            this.jobs = jobs;
            this.words = words;
            this.earliestEnd = earliestEnd;
            this.latestEnd = latestEnd;
        }

        int size() {
            return jobs.length;
        }

        /** Of its jobs, oldest first. */
        LongStream ids() {
            return Arrays.stream(ids, 0, jobs.length);
        }

        /** Before that no end of any of its jobs was said. */
        Instant earliestEnd() {
            return earliestEnd;
        }

        /** When the last end of any of its jobs was said. */
        Instant latestEnd() {
            return latestEnd;
        }

        Job get(int index) {
            return JobFormat.unpack(new Unpacker(jobs[index], words));
        }

        /** The latest first. */
        Stream<Job> newestFirst() {
            return IntStream.range(0, size()).mapToObj(index -> get(size() - 1 - index));
        }

        /** What its jobs cost; kept, unless it is so many sums that unpacking is the lesser evil. */
        Spending spent() {
            Spending kept = spent;
            if (kept == null) {
                kept = Spending.of(newestFirst());
                spent = kept.sums().size() <= SUMS ? kept : null;
            }
            return kept;
        }

        /** Negative where it is not here. */
        int index(long id) {
            return index(ids, jobs.length, id);
        }

        private static int index(long[] ids, int used, long id) {
            for (int i = 0; i < used; i++) {
                if (ids[i] == id) {
                    return i;
                }
            }
            return -1;
        }
    }
}
