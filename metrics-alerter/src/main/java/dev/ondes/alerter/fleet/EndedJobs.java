package dev.ondes.alerter.fleet;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that ended, in the order in which we heard of it, packed, in blocks: a view of 100,000 of them costs a hundred references. Bounded by their
 * number and by what they take. One thread writes; views belong to anybody.
 */
final class EndedJobs {
    /** Bytes: twice what a job takes of which all is said that can be. */
    private static final long USUAL = 768;

    private final int most;
    private final Map<Long, EndedBlock> places = new HashMap<>();
    private final Deque<EndedBlock> full = new ArrayDeque<>();
    private EndedBlock open = new EndedBlock();

    /** @param most jobs; and no more memory than so many of them usually take */
    EndedJobs(int most) {
        this.most = most;
    }

    @Nullable
    Job find(long id) {
        EndedBlock block = places.get(id);
        return block == null ? null : block.get(id);
    }

    /** Adds it, or puts it in its own place. Returns how many of the oldest went for want of room. */
    int put(Job job) {
        EndedBlock block = places.get(job.id());
        if (block != null) {
            block.replace(job);
            return 0;
        }
        places.put(job.id(), open);
        open.add(job);
        if (!open.isFull()) {
            return 0;
        }
        full.addLast(open);
        open = new EndedBlock();
        return dropBeyond();
    }

    private int dropBeyond() {
        int dropped = 0;
        while (!full.isEmpty() && (places.size() > most || bytes() > most * USUAL)) {
            dropped += dropOldest();
        }
        return dropped;
    }

    /** Drops whole blocks: those whose last job was heard of last before that. */
    void dropBefore(Instant time) {
        while (!full.isEmpty() && full.getFirst().newest().heardLast().isBefore(time)) {
            dropOldest();
        }
    }

    private int dropOldest() {
        EndedBlock oldest = full.removeFirst();
        for (int i = 0; i < oldest.size(); i++) {
            places.remove(oldest.id(i));
        }
        return oldest.size();
    }

    /** About what they take in memory. */
    long bytes() {
        return full.stream().mapToLong(EndedBlock::bytes).sum() + open.bytes();
    }

    int size() {
        return places.size();
    }

    /** What is put later it does not show. */
    Ended view() {
        List<EndedBlock.View> views = new ArrayList<>(full.size() + 1);
        full.forEach(block -> views.add(block.view()));
        views.add(open.view());
        return new Ended(List.copyOf(views));
    }
}
