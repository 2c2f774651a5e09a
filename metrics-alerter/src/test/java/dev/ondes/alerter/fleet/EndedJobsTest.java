package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedJobsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int BLOCK = EndedBlock.SIZE;

    private final EndedJobs jobs = new EndedJobs(3 * BLOCK);

    private static Job job(long id, Instant at) {
        return job(id, at, null);
    }

    private static Job job(long id, Instant at, @Nullable String detail) {
        EndReason reason = EndReason.SCRIPT_FAILED;
        var how = new JobFinished(
                id,
                "test",
                "group/app",
                "small",
                1,
                reason.outcome(),
                reason,
                1,
                detail,
                "node-1",
                CapacityType.SPOT,
                new Timings(at, at, at, at, at, at, at, at),
                null,
                null,
                null);
        return new Job(id, null, null, "small", "group/app", null, List.of(), new End(at, how), at, at, null);
    }

    private int put(int number) {
        int gone = 0;
        for (int id = 1; id <= number; id++) {
            gone += jobs.put(job(id, NOON.plusSeconds(id)));
        }
        return gone;
    }

    @Test
    void theNewestComesFirst() {
        put(2_000);

        Ended view = jobs.view();
        assertThat(view).hasSize(2_000);
        assertThat(view.getFirst().id()).isEqualTo(2_000);
        assertThat(view.getLast()).isEqualTo(job(1, NOON.plusSeconds(1)));
        assertThat(view.ids()).hasSize(2_000).contains(1L, 1_024L, 1_025L, 2_000L);
    }

    @Test
    void oneIsFoundByItsNumber() {
        put(2_000);

        assertThat(jobs.find(7)).isEqualTo(job(7, NOON.plusSeconds(7)));
        assertThat(jobs.view().find(7)).contains(job(7, NOON.plusSeconds(7)));
        assertThat(jobs.view().find(1_999)).contains(job(1_999, NOON.plusSeconds(1_999)));
        assertThat(jobs.find(2_001)).isNull();
        assertThat(jobs.view().find(2_001)).isEmpty();
    }

    @Test
    void aLateWordStandsInTheJobsOwnPlaceAndOlderViewsKeepWhatTheyShow() {
        put(2_000);
        Ended before = jobs.view();

        jobs.put(job(7, NOON, "a full block"));
        jobs.put(job(1_999, NOON, "the open one"));

        assertThat(jobs.view().get(2_000 - 7)).isEqualTo(job(7, NOON, "a full block"));
        assertThat(jobs.view().get(1)).isEqualTo(job(1_999, NOON, "the open one"));
        assertThat(jobs.view()).hasSize(2_000);
        assertThat(before.get(2_000 - 7)).isEqualTo(job(7, NOON.plusSeconds(7)));
        assertThat(before.get(1)).isEqualTo(job(1_999, NOON.plusSeconds(1_999)));
    }

    @Test
    void thoseSinceATimeAreThoseWhoseEndWasSaidAfterItAlsoWhereItWasToldLate() {
        put(2_000);
        jobs.put(job(7, NOON.plusSeconds(1_999)));

        assertThat(jobs.view().since(NOON.plusSeconds(1_997)))
                .extracting(Job::id)
                .containsExactly(2_000L, 1_999L, 1_998L, 7L);
    }

    @Test
    void theOldestGoAsSoonAsThereAreTooMany() {
        int gone = put(10 * BLOCK);

        assertThat(jobs.size()).isEqualTo(3 * BLOCK);
        assertThat(gone).isEqualTo(7 * BLOCK);
        assertThat(jobs.find(7 * BLOCK)).isNull();
        assertThat(jobs.find(7 * BLOCK + 1)).isNotNull();
        assertThat(jobs.view().getLast().id()).isEqualTo(7 * BLOCK + 1);
    }

    @Test
    void andAsSoonAsTheyTakeTooMuch() {
        String endless = "x".repeat(1_500);
        for (int id = 1; id <= 10 * BLOCK; id++) {
            jobs.put(job(id, NOON, endless + id));
        }

        assertThat(jobs.size()).isBetween(1, 2 * BLOCK);
        assertThat(jobs.bytes()).isLessThan(3L * BLOCK * 768);
    }

    @Test
    void whatIsOldGoesByBlocks() {
        put(2 * BLOCK + 1);

        jobs.dropBefore(NOON.plusSeconds(BLOCK));
        assertThat(jobs.size()).isEqualTo(2 * BLOCK + 1);

        jobs.dropBefore(NOON.plusSeconds(BLOCK + 1));
        assertThat(jobs.size()).isEqualTo(BLOCK + 1);
        assertThat(jobs.view().getLast().id()).isEqualTo(BLOCK + 1);
        jobs.dropBefore(NOON.plus(Duration.ofDays(1)));
        assertThat(jobs.view()).extracting(Job::id).containsExactly(2L * BLOCK + 1);
    }
}
