package dev.ondes.alerter.fleet;

import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Jobs that ended, newest first, as they were at one moment. Each is unpacked when it is asked for, in about a microsecond, and belongs to who
 * asked: walk through them, and keep a few, or their places. Never changes; for any number of readers.
 */
public final class Ended extends AbstractList<Job> implements RandomAccess {
    static final Ended NONE = new Ended(List.of());

    private final List<EndedBlock.View> blocks;
    private final int size;

    /** @param blocks oldest first, all but the last one full */
    Ended(List<EndedBlock.View> blocks) {
        this.blocks = blocks;
        this.size = blocks.stream().mapToInt(EndedBlock.View::size).sum();
    }

    @Override
    public Job get(int place) {
        int fromOldest = size - 1 - place;
        return blocks.get(fromOldest / EndedBlock.SIZE).get(fromOldest % EndedBlock.SIZE);
    }

    @Override
    public int size() {
        return size;
    }

    /** Unpacks that one alone. */
    public Optional<Job> find(long id) {
        for (EndedBlock.View block : blocks.reversed()) {
            int index = block.index(id);
            if (index >= 0) {
                return Optional.of(block.get(index));
            }
        }
        return Optional.empty();
    }

    /** Of all of them, in no order, without unpacking any. */
    public LongStream ids() {
        return blocks.stream().flatMapToLong(EndedBlock.View::ids);
    }

    /** Those whose end was said after that; an end may be told late, so that a block is left out where none of its ends was. */
    public Stream<Job> since(Instant from) {
        return blocks.reversed().stream()
                .filter(block -> block.latestEnd().isAfter(from))
                .flatMap(EndedBlock.View::newestFirst)
                .filter(job -> endedSince(job, from));
    }

    /** What those cost whose end was said after that. Only at its edge jobs are unpacked: within, each block was added up once. */
    public Spending spentSince(Instant from) {
        return Spending.together(blocks.stream()
                .filter(block -> block.latestEnd().isAfter(from))
                .map(block -> block.earliestEnd().isAfter(from)
                        ? block.spent()
                        : Spending.of(block.newestFirst().filter(job -> endedSince(job, from))))
                .toList());
    }

    private static boolean endedSince(Job job, Instant from) {
        return job.end() != null && job.end().saidAt().isAfter(from);
    }
}
