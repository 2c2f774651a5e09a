package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsViewTest {
    private static final JobFilter ALL = new JobFilter("", "", "", "", "", "", false);
    private final Seeded seeded = new Seeded();

    @BeforeEach
    void fourJobs() {
        var waits = new Name(101, "small", "group/app", "compile");
        var runs = new Name(102, "small", "group/shop", "Unit-Tests");
        var ended = new Name(103, "large", "group/app", "deploy");
        var lost = new Name(104, "large", "other/shop", "deploy");
        seeded.hear(seeded.says.observed(waits, "pending", NOON.minusSeconds(90)))
                .hear(seeded.says.queued(runs, NOON.minusSeconds(70), NOON.minusSeconds(60)))
                .hear(seeded.says.pod(runs, 1, CapacityType.SPOT, NOON.minusSeconds(58)))
                .hear(seeded.says.started(runs, 1, "node-7", NOON.minusSeconds(40)))
                .hear(seeded.says.finished(
                        ended, EndReason.SCRIPT_FAILED, NOON.minusSeconds(900), NOON.minusSeconds(300)))
                .hear(seeded.says.finished(lost, EndReason.NODE_LOST, NOON.minusSeconds(700), NOON.minusSeconds(200)));
    }

    @Test
    void whatGoesOnComesFirstThenWhatEndedLast() {
        assertThat(ids(ALL)).containsExactly(102L, 101L, 104L, 103L);
    }

    @Test
    void findsThoseThatAreStuck() {
        seeded.hear(seeded.says.queued(
                new Name(105, "small", "group/app", "compile"), NOON.minusSeconds(7_300), NOON.minusSeconds(7_200)));

        assertThat(ids(new JobFilter("", "", "stuck", "", "", "", false))).containsExactly(105L);
        assertThat(ids(new JobFilter("", "large", "stuck", "", "", "", false))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, , , , , '102,101,104,103'",
        "102, , , , , 102",
        "unit, , , , , 102",
        "SHOP, , , , , '102,104'",
        "main, , , , , '102,101'",
        "node-7, , , , , 102",
        ", large, , , , '104,103'",
        ", , pending, , , 101",
        ", , running, , , 102",
        ", , ended, , , '104,103'",
        ", , , system-failed, , 104",
        ", , , , script-failed, 103",
        "deploy, large, ended, script-failed, script-failed, 103",
        "nothing, , , , , ''"
    })
    void findsByEachWordAndByAllTogether(
            String text, String jobClass, String state, String outcome, String reason, String found) {
        var filter =
                new JobFilter(empty(text), empty(jobClass), empty(state), empty(outcome), empty(reason), "", false);

        assertThat(ids(filter))
                .isEqualTo(List.of(found.split(",")).stream()
                        .filter(id -> !id.isEmpty())
                        .map(Long::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "id, true, '101,102,103,104'",
        "name, true, '101,104,103,102'",
        "ran, false, '103,104,102,101'",
        "heard, true, '103,104,101,102'",
        "nonsense, true, '102,101,104,103'"
    })
    void sortsByWhatIsAskedFor(String sort, boolean up, String sorted) {
        assertThat(ids(ALL.sorted(sort, up)))
                .isEqualTo(
                        List.of(sorted.split(",")).stream().map(Long::valueOf).toList());
    }

    @Test
    void aColumnTurnsRoundWhenItIsAskedForAgainAndKeepsTheFilter() {
        var filter = new JobFilter("a b&c", "large", "", "", "", "name", false);

        JobsView view = JobsView.of(seeded.moment(), filter, 1);

        JobsView.Column name = view.columns().get(1);
        assertThat(name.sorted()).isEqualTo("descending");
        assertThat(name.link()).isEqualTo("/jobs?q=a%20b%26c&class=large&sort=name&order=up");
    }

    @Test
    void aRowSaysHowLongItWaitedAndRan() {
        List<JobRow> rows = JobsView.of(seeded.moment(), ALL, 1).rows();

        assertThat(rows.get(0).waited()).isEqualTo(new JobRow.Span("30s", null));
        assertThat(rows.get(0).ran().text()).isEqualTo("40s");
        assertThat(rows.get(0).ran().age()).isNotNull();
        assertThat(rows.get(1).waited().text()).isEqualTo("1m 30s");
        assertThat(rows.get(1).ran()).isNull();
        assertThat(rows.get(3).reason()).isEqualTo("The script failed");
    }

    @Test
    void manyJobsAreCutIntoPagesAndLinksCarryTheState() {
        for (int id = 1; id <= 120; id++) {
            Instant end = NOON.minusSeconds(10);
            seeded.hear(seeded.says.finished(Name.of(5000 + id, "bulk"), EndReason.SCRIPT_SUCCEEDED, end, end));
        }
        var bulk = new JobFilter("", "bulk", "", "", "", "", false);

        Pager middle = JobsView.of(seeded.moment(), bulk, 2).pager();
        Pager beyond = JobsView.of(seeded.moment(), bulk, 99).pager();

        assertThat(middle).isEqualTo(new Pager(2, 3, 120, 51, 100, "/jobs?class=bulk", "/jobs?class=bulk&page=3"));
        assertThat(beyond.text()).isEqualTo("101 to 120 of 120");
        assertThat(beyond.next()).isNull();
    }

    /** Long before it stutters: a page of the largest model, found by text and sorted, on one busy core. */
    @Test
    void aHundredThousandJobsAreSearchedAndSortedQuickly() {
        for (int id = 1; id <= 100_000; id++) {
            Instant end = NOON.minusSeconds(100_000 - id).plusSeconds(60);
            seeded.hear(seeded.says.finished(
                    Name.of(10_000 + id, "bulk"), EndReason.SCRIPT_SUCCEEDED, end.minusSeconds(id % 997), end));
        }
        Moment moment = seeded.moment();
        var filter = new JobFilter("APP", "", "", "", "", "ran", false);
        JobsView.of(moment, filter, 1);

        long begin = System.nanoTime();
        JobsView view = JobsView.of(moment, filter, 400);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(view.pager().total()).isGreaterThan(80_000);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    private List<Long> ids(JobFilter filter) {
        return JobsView.of(seeded.moment(), filter, 1).rows().stream()
                .map(JobRow::id)
                .toList();
    }

    private static String empty(String word) {
        return word == null ? "" : word;
    }
}
