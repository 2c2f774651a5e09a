package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.LossCause;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobViewTest {
    private static final Name JOB = new Name(7, "small", "group/sub group/app", "compile");
    private final Seeded seeded = new Seeded();

    @Test
    void aPendingJobWaitsAndItsClassIsAGuess() {
        seeded.hear(seeded.says.queued(Name.of(6, "small"), NOON.minusSeconds(900), NOON.minusSeconds(890)))
                .hear(seeded.says.observed(Name.of(8, "?"), "pending", NOON.minusSeconds(65)));

        JobView view = view(8);

        assertThat(view.jobClass()).isEqualTo("small");
        assertThat(view.guessed()).isTrue();
        assertThat(view.phase()).isEqualTo("It waits in GitLab for a runner");
        assertThat(view.way()).isEqualTo("waiting in GitLab 1m 5s until now");
        assertThat(view.attempts()).isEmpty();
        assertThat(view.log()).isNull();
    }

    @Test
    void eachStepOfAJobThatEndedStandsInItsWay() {
        Instant t = NOON.minusSeconds(500);
        seeded.hear(seeded.says.queued(JOB, t, t.plusSeconds(10)))
                .hear(seeded.says.pod(JOB, 1, CapacityType.SPOT, t.plusSeconds(11)))
                .hear(seeded.says.started(JOB, 1, "node-1", t.plusSeconds(40)))
                .hear(seeded.says.said(t.plusSeconds(300), finished(t)));

        JobView view = view(7);

        assertThat(view.steps())
                .extracting(Way.Step::kind, Way.Step::name, Way.Step::took)
                .containsExactly(
                        tuple("waiting", "waiting in GitLab", "10s"),
                        tuple("handing", "handing over", "1s"),
                        tuple("starting", "finding a node", "2s"),
                        tuple("starting", "pulling images", "17s"),
                        tuple("starting", "preparing", "10s"),
                        tuple("running", "running", "4m"),
                        tuple("ending", "finishing", "20s"));
        assertThat(view.steps().get(5)).extracting(Way.Step::x, Way.Step::width).containsExactly("133.3", "800.0");
        assertThat(view.mark().word()).isEqualTo("script failed");
        assertThat(view.exitCode()).isEqualTo("2");
        assertThat(view.cost()).isEqualTo("0.0100 USD; on-demand would have cost 0.0300 USD");
        assertThat(view.log()).isEqualTo("https://gitlab.example.com/group/sub%20group/app/-/jobs/7");
    }

    @Test
    void anAttemptThatWasLostIsAStepAndSaysWhy() {
        Instant t = NOON.minusSeconds(100);
        seeded.hear(seeded.says.queued(JOB, t, t.plusSeconds(10)))
                .hear(seeded.says.pod(JOB, 1, CapacityType.SPOT, t.plusSeconds(11)))
                .hear(seeded.says.started(JOB, 1, "node-1", t.plusSeconds(20)))
                .hear(seeded.says.rescheduled(JOB, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, t.plusSeconds(50)))
                .hear(seeded.says.pod(JOB, 2, CapacityType.ON_DEMAND, t.plusSeconds(52)))
                .hear(seeded.says.started(JOB, 2, "node-2", t.plusSeconds(60)));

        JobView view = view(7);

        assertThat(view.way())
                .isEqualTo("waiting in GitLab 10s, handing over 1s, attempt 1, lost 39s, handing over 2s, starting 8s,"
                        + " running 40s until now");
        assertThat(view.attempts())
                .extracting(JobView.Try::number, JobView.Try::node, JobView.Try::why, JobView.Try::wasted)
                .containsExactly(
                        tuple(
                                1,
                                "node-1",
                                "The spot node that ran the job was reclaimed by the cloud; the next one on on-demand",
                                "39s"),
                        tuple(2, "node-2", "", ""));
    }

    @Test
    void aJobThatEndedWithItsNodeRanUntilItWasLost() {
        // Given: its pod did not live to tell when its script began and ended
        Instant t = NOON.minusSeconds(200);
        seeded.hear(seeded.says.queued(JOB, t, t.plusSeconds(10)))
                .hear(seeded.says.pod(JOB, 1, CapacityType.SPOT, t.plusSeconds(11)))
                .hear(seeded.says.started(JOB, 1, "node-1", t.plusSeconds(20)))
                .hear(seeded.says.said(
                        t.plusSeconds(100),
                        lost(1, t, EndReason.SPOT_INTERRUPTED, t.plusSeconds(13), t.plusSeconds(100))));

        JobView view = view(7);

        assertThat(view.way())
                .isEqualTo(
                        "waiting in GitLab 10s, handing over 1s, finding a node 2s, preparing 7s, running, lost 1m 20s");
        assertThat(view.steps().getLast().kind()).isEqualTo("lost");
        assertThat(view.attempts()).singleElement().satisfies(one -> {
            assertThat(one.lost().iso()).isEqualTo("2026-03-02T11:58:20Z");
            assertThat(one.why()).isEqualTo("The spot node that ran the job was reclaimed by the cloud");
            assertThat(one.wasted()).isEqualTo("1m 29s");
        });
        assertThat(JobTimes.of(JobSearch.find(seeded.moment().fleet(), 7).orElseThrow())
                        .ran(NOON))
                .contains(Duration.ofSeconds(80));
    }

    @Test
    void aJobThatNoNodeHadRoomForWaitedForOneUntilItsEnd() {
        Instant t = NOON.minusSeconds(900);
        seeded.hear(seeded.says.queued(JOB, t, t.plusSeconds(10)))
                .hear(seeded.says.pod(JOB, 1, CapacityType.SPOT, t.plusSeconds(11)))
                .hear(seeded.says.said(
                        t.plusSeconds(611), lost(1, t, EndReason.UNSCHEDULABLE, null, t.plusSeconds(611))));

        assertThat(view(7).way()).isEqualTo("waiting in GitLab 10s, handing over 1s, finding a node 10m");
        assertThat(view(7).attempts())
                .extracting(JobView.Try::lost, JobView.Try::why)
                .containsExactly(tuple(null, ""));
    }

    @Test
    void anAttemptThatNobodySaidAnythingOfHasNoBeginOfAnEarlierOne() {
        Instant t = NOON.minusSeconds(200);
        seeded.hear(seeded.says.queued(JOB, t, t.plusSeconds(10)))
                .hear(seeded.says.started(JOB, 1, "node-1", t.plusSeconds(20)))
                .hear(seeded.says.said(
                        t.plusSeconds(100), lost(2, t, EndReason.NODE_LOST, t.plusSeconds(60), t.plusSeconds(100))));

        assertThat(view(7).steps().getLast())
                .extracting(Way.Step::name, Way.Step::took)
                .containsExactly("pulling images, lost", "40s");
    }

    @Test
    void aJobThatWasNeverHandedToUsHasItsLogWhereTheSettingSays() {
        seeded.hear(seeded.says.observed(JOB, "running", NOON));

        assertThat(JobView.of(seeded.moment(), 7, Optional.of(URI.create("https://git.example.com/")))
                        .orElseThrow()
                        .log())
                .isEqualTo("https://git.example.com/group/sub%20group/app/-/jobs/7");
    }

    @Test
    void saysWhatItUsedBesideWhatItAskedForAndAdvisesOnlyAfterTenRuns() {
        seeded.hear(seeded.says.said(NOON.plusSeconds(300), finished(NOON)));

        assertThat(JobView.of(seeded.moment(), 7, Optional.empty())
                        .orElseThrow()
                        .used())
                .isEqualTo(new UsedView(
                        List.of(
                                new UsedView.Row("Memory, at its peak", "200 MiB", "256 MiB", "512 MiB"),
                                new UsedView.Row("Processor", "120 s of its time", "0.5 cores", "unknown")),
                        "30 %",
                        null));
    }

    @Test
    void noLinkLeadsToAnythingButTheWeb() {
        seeded.hear(seeded.says.observed(JOB, "running", NOON));

        assertThat(JobView.of(seeded.moment(), 7, Optional.of(URI.create("javascript:alert(1)//")))
                        .orElseThrow()
                        .log())
                .isNull();
    }

    /** The end of a job whose pod said nothing itself. */
    private static JobFinished lost(
            int attempts, Instant t, EndReason reason, @Nullable Instant scheduledAt, Instant at) {
        return new JobFinished(
                JOB.id(),
                JOB.job(),
                JOB.project(),
                JOB.jobClass(),
                attempts,
                reason.outcome(),
                reason,
                null,
                null,
                scheduledAt == null ? null : "node-1",
                CapacityType.SPOT,
                new Timings(t, t.plusSeconds(10), t.plusSeconds(11), scheduledAt, null, null, null, at),
                reason == EndReason.SPOT_INTERRUPTED ? LossCause.SPOT : null,
                null,
                null);
    }

    private static JobFinished finished(Instant t) {
        return new JobFinished(
                JOB.id(),
                JOB.job(),
                JOB.project(),
                JOB.jobClass(),
                1,
                EndReason.SCRIPT_FAILED.outcome(),
                EndReason.SCRIPT_FAILED,
                2,
                null,
                "node-1",
                CapacityType.SPOT,
                new Timings(
                        t,
                        t.plusSeconds(10),
                        t.plusSeconds(11),
                        t.plusSeconds(13),
                        t.plusSeconds(30),
                        t.plusSeconds(40),
                        t.plusSeconds(280),
                        t.plusSeconds(300)),
                null,
                new Cost("USD", new BigDecimal("0.01"), new BigDecimal("0.03")),
                new Resources(
                        256L << 20,
                        512L << 20,
                        200L << 20,
                        new BigDecimal("0.5"),
                        null,
                        new BigDecimal("120"),
                        new BigDecimal("0.3")));
    }

    private JobView view(long id) {
        return JobView.of(seeded.moment(), id, Optional.empty()).orElseThrow();
    }
}
