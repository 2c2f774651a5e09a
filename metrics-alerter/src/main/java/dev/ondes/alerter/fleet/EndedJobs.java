package dev.ondes.alerter.fleet;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that ended, in the order in which we heard of it. In blocks that are never changed once a reader may have them, so that a
 * view of 100,000 jobs costs a hundred references. One thread writes; views belong to anybody.
 */
final class EndedJobs {
    private static final int BLOCK = 1024;

    private final int most;
    private final Map<Long, Long> places = new HashMap<>();
    private final Deque<Job[]> full = new ArrayDeque<>();
    private Job[] open = new Job[BLOCK];
    private int used;
    /** Place of the first job of the first block. */
    private long first;

    EndedJobs(int most) {
        this.most = most;
    }

    @Nullable
    Job find(long id) {
        Long place = places.get(id);
        return place == null ? null : block(place)[(int) (place % BLOCK)];
    }

    /** Adds it, or puts it in its own place. */
    void put(Job job) {
        Long place = places.get(job.id());
        if (place != null) {
            replace(place, job);
            return;
        }
        places.put(job.id(), first + (long) full.size() * BLOCK + used);
        open[used++] = job;
        if (used == BLOCK) {
            full.addLast(open);
            open = new Job[BLOCK];
            used = 0;
        }
    }

    /** Drops whole blocks: those beyond the limit, and those whose last job ended before. Returns how many jobs. */
    int dropBefore(Instant time) {
        int dropped = 0;
        while (!full.isEmpty()
                && (places.size() > most
                        || full.getFirst()[BLOCK - 1].heardLast().isBefore(time))) {
            for (Job job : full.removeFirst()) {
                places.remove(job.id());
            }
            first += BLOCK;
            dropped += BLOCK;
        }
        return dropped;
    }

    int size() {
        return places.size();
    }

    /** Newest first; what is put later it does not show. */
    Iterable<Job> view() {
        List<Job[]> blocks = new ArrayList<>(full);
        blocks.add(Arrays.copyOf(open, used));
        return () -> backwards(blocks);
    }

    private static Iterator<Job> backwards(List<Job[]> blocks) {
        return blocks.reversed().stream()
                .flatMap(block -> {
                    List<Job> jobs = new ArrayList<>(Arrays.asList(block));
                    Collections.reverse(jobs);
                    return jobs.stream();
                })
                .iterator();
    }

    private Job[] block(long place) {
        long index = (place - first) / BLOCK;
        return index >= full.size() ? open : blockAt((int) index);
    }

    private Job[] blockAt(int index) {
        Iterator<Job[]> blocks = full.iterator();
        for (int i = 0; i < index; i++) {
            blocks.next();
        }
        return blocks.next();
    }

    /** In a copy of the block: readers keep the old one. */
    private void replace(long place, Job job) {
        int index = (int) ((place - first) / BLOCK);
        int slot = (int) (place % BLOCK);
        if (index >= full.size()) {
            open[slot] = job;
            return;
        }
        List<Job[]> blocks = new ArrayList<>(full);
        Job[] copy = blocks.get(index).clone();
        copy[slot] = job;
        blocks.set(index, copy);
        full.clear();
        full.addAll(blocks);
    }
}
