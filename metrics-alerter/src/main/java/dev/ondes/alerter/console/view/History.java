package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.job.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the last hours went, minute by minute, from the times of jobs that are known: so it is whole as soon as the journal was read, and
 * nothing has to be kept for it. Jobs that other runners took are left out: nobody says when they stopped waiting.
 *
 * @param from the first minute
 * @param waiting how many had not begun at the begin of each minute, pending or starting
 * @param running and how many scripts ran then
 * @param failed jobs that failed through our doing within each minute
 */
public record History(Instant from, List<Integer> waiting, List<Integer> running, List<Integer> failed) {
    private static final Duration LENGTH = Duration.ofHours(3);

    /** The three hours before the snapshot. */
    public static History of(Snapshot fleet) {
        Instant until = fleet.at().truncatedTo(ChronoUnit.MINUTES);
        var count = new Count(until.minus(LENGTH), (int) LENGTH.toMinutes() + 1);
        fleet.active().forEach(count::add);
        for (Job job : fleet.ended()) {
            if (job.heardLast().isBefore(count.from)) {
                break;
            }
            count.add(job);
        }
        return new History(count.from, sums(count.waiting), sums(count.running), list(count.failed));
    }

    public int minutes() {
        return waiting.size();
    }

    /** The most that any line reaches; at least 1. */
    public int highest() {
        return IntStream.concat(
                        waiting.stream().mapToInt(Integer::intValue),
                        running.stream().mapToInt(Integer::intValue))
                .max()
                .stream()
                .map(most -> Math.max(most, 1))
                .findFirst()
                .orElse(1);
    }

    public boolean isEmpty() {
        return highest() == 1
                && IntStream.range(0, minutes()).allMatch(i -> waiting.get(i) + running.get(i) + failed.get(i) == 0);
    }

    /** Counts begins and ends, so that a job costs the same however long it took. */
    private static final class Count {
        final Instant from;
        final int[] waiting;
        final int[] running;
        final int[] failed;

        Count(Instant from, int minutes) {
            this.from = from;
            this.waiting = new int[minutes];
            this.running = new int[minutes];
            this.failed = new int[minutes];
        }

        void add(Job job) {
            if (job.phase() == Phase.ELSEWHERE || job.phase() == Phase.NOT_READY) {
                return;
            }
            boolean ours =
                    job.taken() != null || job.end() != null || !job.attempts().isEmpty();
            if (!ours && job.phase() == Phase.ENDED) {
                return;
            }
            Optional<Instant> began = job.end() == null
                    ? job.startedAt()
                    : Optional.ofNullable(job.end().how().timings().scriptStartedAt());
            Optional<Instant> ended = job.end() == null
                    ? Optional.empty()
                    : Optional.of(job.end().how().timings().finishedAt());
            level(waiting, job.waitsSince(), began.or(() -> ended));
            began.ifPresent(time -> level(running, time, ended));
            if (job.end() != null && job.end().how().outcome() == Outcome.SYSTEM_FAILED) {
                ended.map(this::slot)
                        .filter(slot -> slot >= 0 && slot < failed.length)
                        .ifPresent(slot -> failed[slot]++);
            }
        }

        private void level(int[] changes, Instant begin, Optional<Instant> end) {
            change(changes, begin, 1);
            end.ifPresent(time -> change(changes, time.isBefore(begin) ? begin : time, -1));
        }

        /** Seen at the begin of the next minute. */
        private void change(int[] changes, Instant at, int by) {
            int slot = at.isBefore(from) ? 0 : slot(at) + 1;
            if (slot < changes.length) {
                changes[slot] += by;
            }
        }

        private int slot(Instant at) {
            return (int) Math.floorDiv(Duration.between(from, at).toSeconds(), 60L);
        }
    }

    private static List<Integer> sums(int[] changes) {
        int[] sums = changes.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return list(sums);
    }

    private static List<Integer> list(int[] values) {
        return IntStream.of(values).boxed().toList();
    }
}
