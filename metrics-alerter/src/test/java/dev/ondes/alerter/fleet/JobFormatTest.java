package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.packing.Packer;
import dev.ondes.alerter.packing.Unpacker;
import dev.ondes.alerter.packing.Words;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.LossCause;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is unpacked equals what was packed, whatever is missing. */
class JobFormatTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Words words = new Words();
    private final Packer packer = new Packer(words);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void nothingIsLost() {
        for (int i = 0; i < 5_000; i++) {
            Job job = any();

            byte[] packed = JobFormat.pack(job, packer);

            assertThat(JobFormat.unpack(new Unpacker(packed, words.known())))
                    .as("seed " + seed + " round " + i)
                    .isEqualTo(job);
        }
    }

    @Test
    void aJobWithAllThatCanBeSaidOfItTakesLittle() {
        Job job = whole();

        assertThat(JobFormat.pack(job, packer).length).isLessThan(384);
    }

    /** With all that can be said of it. */
    private Job whole() {
        Job job;
        do {
            job = any();
        } while (job.taken() == null
                || job.seen() == null
                || job.attempts().size() != 1
                || job.attempts().getFirst().pod() == null
                || job.end() == null
                || job.end().how().cost() == null
                || job.end().how().resources() == null
                || job.trace() == null);
        return job;
    }

    private Job any() {
        long id = random.nextLong(1L << 40);
        return new Job(
                id,
                maybe(this::taken),
                maybe(this::seen),
                maybe(this::name),
                maybe(this::name),
                maybe(this::name),
                IntStream.range(0, random.nextInt(4)).mapToObj(this::attempt).toList(),
                maybe(() -> new End(time(), finished(id))),
                time(),
                time(),
                maybe(() -> "00-%032x-%016x-01".formatted(random.nextLong(), random.nextLong())));
    }

    private Taken taken() {
        return new Taken(
                time(),
                name(),
                name(),
                name(),
                random.nextLong(1L << 32),
                name(),
                time(),
                time(),
                Duration.ofMinutes(random.nextInt(90)),
                "https://gitlab.example.com");
    }

    private Seen seen() {
        return new Seen(
                time(),
                any(GitLabStatus.values()),
                name(),
                name(),
                maybe(this::name),
                maybe(random::nextLong),
                maybe(random::nextLong),
                maybe(this::time));
    }

    private Attempt attempt(int number) {
        return new Attempt(
                number + 1,
                maybe(() -> new Attempt.Pod(time(), time(), "ci", "ondes-r1-123-1", any(CapacityType.values()))),
                maybe(() -> new Attempt.Start(time(), time(), name())),
                maybe(() -> new Attempt.Loss(
                        time(),
                        any(EndReason.values()),
                        maybe(this::name),
                        maybe(() -> any(LossCause.values())),
                        any(CapacityType.values()))));
    }

    private JobFinished finished(long id) {
        EndReason reason = any(EndReason.values());
        return new JobFinished(
                id,
                name(),
                name(),
                name(),
                random.nextInt(4),
                reason.outcome(),
                reason,
                maybe(() -> random.nextInt(300)),
                maybe(() -> "exit 1"),
                maybe(this::name),
                any(CapacityType.values()),
                new Timings(
                        time(),
                        time(),
                        maybe(this::time),
                        maybe(this::time),
                        maybe(this::time),
                        maybe(this::time),
                        maybe(this::time),
                        time()),
                maybe(() -> any(LossCause.values())),
                maybe(() -> new Cost("USD", amount(), amount())),
                maybe(() -> new Resources(
                        maybe(this::bytes),
                        maybe(this::bytes),
                        maybe(this::bytes),
                        maybe(this::amount),
                        maybe(this::amount),
                        maybe(this::amount),
                        maybe(this::amount))));
    }

    private Instant time() {
        Instant second = NOON.plusSeconds(random.nextInt(4_000));
        return random.nextBoolean() ? second.plusMillis(random.nextInt(1_000)) : second.plusNanos(random.nextInt());
    }

    private String name() {
        return "name-" + random.nextInt(50);
    }

    private Long bytes() {
        return random.nextLong(1L << 34);
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(random.nextInt(100_000), 4);
    }

    private <T> T any(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(4) == 0 ? null : value.get();
    }
}
