package dev.ondes.spot.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.spot.node.PodFacts;
import dev.ondes.spot.settings.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainPlanTest {
    private static final PodFacts WEB = pod("web", false, false, false, false, false);
    private static final PodFacts CI = pod("ci", true, false, false, false, false);
    private static final PodFacts DAEMON = pod("daemon", false, true, false, false, false);
    private static final PodFacts CRITICAL = pod("dns", false, false, true, false, false);
    private static final PodFacts FINISHED = pod("done", false, false, false, true, false);
    private static final PodFacts LEAVING = pod("leaving", false, false, false, false, true);

    @Test
    void evictsOrdinaryPodsFirstAndSparesCiJobs() {
        var plan = DrainPlan.of(List.of(WEB, CI, DAEMON, CRITICAL, FINISHED), Mode.DRAIN_OTHERS, false, false);

        assertThat(plan.evict()).containsExactly(WEB);
        assertThat(plan.waiting()).containsExactly(WEB, CRITICAL);
        assertThat(plan.spared()).containsExactly(CI);
    }

    @Test
    void criticalPodsWaitUntilOrdinaryOnesAreGone() {
        assertThat(DrainPlan.of(List.of(LEAVING, CRITICAL), Mode.DRAIN_OTHERS, false, false)
                        .evict())
                .isEmpty();
        assertThat(DrainPlan.of(List.of(CRITICAL), Mode.DRAIN_OTHERS, false, false)
                        .evict())
                .containsExactly(CRITICAL);
    }

    @Test
    void nothingWaitsForAnythingWhenItIsLate() {
        var plan = DrainPlan.of(List.of(WEB, CI, CRITICAL), Mode.DRAIN_OTHERS, true, false);

        assertThat(plan.evict()).containsExactly(WEB, CRITICAL);
        assertThat(plan.spared()).containsExactly(CI);
    }

    @Test
    void ciJobsGoLateAndOnlyWithDrainAll() {
        assertThat(DrainPlan.of(List.of(CI), Mode.DRAIN_ALL, false, false).evict())
                .isEmpty();
        assertThat(DrainPlan.of(List.of(CI), Mode.DRAIN_ALL, true, false).evict())
                .containsExactly(CI);
    }

    @Test
    void deletesOnlyWhenItIsLateAndAllowed() {
        assertThat(DrainPlan.of(List.of(WEB), Mode.DRAIN_OTHERS, false, true).force())
                .isEmpty();
        assertThat(DrainPlan.of(List.of(WEB), Mode.DRAIN_OTHERS, true, true).force())
                .containsExactly(WEB);
        assertThat(DrainPlan.of(List.of(CI), Mode.DRAIN_OTHERS, true, true).force())
                .isEmpty();
    }

    @Test
    void isDoneWhenOnlyThoseAreLeftThatStay() {
        assertThat(DrainPlan.of(List.of(CI, DAEMON, FINISHED), Mode.DRAIN_OTHERS, false, false)
                        .done(Mode.DRAIN_OTHERS))
                .isTrue();
        assertThat(DrainPlan.of(List.of(CI), Mode.DRAIN_ALL, false, false).done(Mode.DRAIN_ALL))
                .isFalse();
        assertThat(DrainPlan.of(List.of(LEAVING), Mode.DRAIN_OTHERS, false, false)
                        .done(Mode.DRAIN_OTHERS))
                .isFalse();
    }

    private static PodFacts pod(
            String name, boolean ci, boolean stays, boolean critical, boolean finished, boolean leaving) {
        return new PodFacts("ns", name, "u-" + name, ci, stays, critical, finished, leaving, Duration.ofSeconds(30));
    }
}
