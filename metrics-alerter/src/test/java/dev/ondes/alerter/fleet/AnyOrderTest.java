package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the order in which the events of a job come, and however often: what is known in the end is the same, and counted once. */
class AnyOrderTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int ROUNDS = 2_000;

    private final Says says = new Says();

    @Test
    void everyInterleavingAndRepetitionEndsInTheSameState() {
        // Given
        List<Event<?>> events = aJobThatLostItsNode();
        Recorded countedInOrder = new Recorded();
        Job inOrder = job(events, countedInOrder);
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < ROUNDS; round++) {
            // When
            List<Event<?>> shuffled = new ArrayList<>(events);
            for (int i = random.nextInt(6); i > 0; i--) {
                shuffled.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(shuffled, random);
            Recorded counted = new Recorded();
            Job disordered = job(shuffled, counted);

            // Then
            assertThat(disordered).as("seed " + seed + " round " + round).isEqualTo(inOrder);
            assertThat(counted.lines.stream().filter(line -> !line.startsWith("started")))
                    .as("seed " + seed + " round " + round)
                    .containsExactlyInAnyOrderElementsOf(countedInOrder.lines.stream()
                            .filter(line -> !line.startsWith("started"))
                            .toList());
            assertThat(counted.lines.stream().filter(line -> line.startsWith("started")))
                    .as("seed " + seed + " round " + round)
                    .hasSize(1);
        }
    }

    @Test
    void aBrokenRuleWouldBeSeen() {
        List<Event<?>> events = aJobThatLostItsNode();

        assertThat(job(events.subList(0, events.size() - 1), new Recorded())).isNotEqualTo(job(events, new Recorded()));
    }

    private Job job(List<Event<?>> events, Recorded counts) {
        Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), counts);
        events.forEach(event -> fleet.on(event, NOON.plusSeconds(1000)));
        Snapshot snapshot = fleet.snapshot(NOON.plusSeconds(1000));
        List<Job> all = new ArrayList<>(snapshot.active());
        snapshot.ended().forEach(all::add);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<Event<?>> aJobThatLostItsNode() {
        Name job = Name.of(7, "small");
        return List.of(
                says.observed(job, "created", NOON.minusSeconds(5)),
                says.observed(job, "pending", NOON),
                says.observed(job, "pending", NOON.plusSeconds(1)),
                says.queued(job, NOON, NOON.plusSeconds(2)),
                says.observed(job, "running", NOON.plusSeconds(3)),
                says.pod(job, 1, CapacityType.SPOT, NOON.plusSeconds(3)),
                says.started(job, 1, "node-1", NOON.plusSeconds(20)),
                says.rescheduled(job, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, NOON.plusSeconds(80)),
                says.pod(job, 2, CapacityType.ON_DEMAND, NOON.plusSeconds(81)),
                says.started(job, 2, "node-2", NOON.plusSeconds(99)),
                says.observed(job, "success", NOON.plusSeconds(200)),
                says.finished(job, EndReason.SCRIPT_SUCCEEDED, LossCause.SPOT, NOON, NOON.plusSeconds(201)));
    }
}
