package dev.ondes.images.queue;

import static dev.ondes.images.build.Orders.queued;
import static dev.ondes.images.build.Orders.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QueueDecisionTest {
    private static List<String> next(int limit, Build... all) {
        return QueueDecision.next(List.of(all), limit).stream()
                .map(build -> build.order().grant().destinations().getFirst().repository())
                .toList();
    }

    @Test
    void whoWaitsLongestGoesFirst() {
        assertThat(next(10, queued(1, "b", 0, 2), queued(1, "a", 0, 1))).containsExactly("p1/a", "p1/b");
    }

    @Test
    void priorityCountsWithinAProject() {
        assertThat(next(10, queued(1, "a", 0, 1), queued(1, "b", 5, 2))).containsExactly("p1/b", "p1/a");
    }

    @Test
    void aProjectHasAsManyAsItsRuleSays() {
        assertThat(next(10, running(1, "x"), queued(1, "a", 0, 1), queued(1, "b", 0, 2)))
                .containsExactly("p1/a");
    }

    @Test
    void theWholeInstallationHasALimit() {
        assertThat(next(2, running(9, "x"), queued(1, "a", 0, 1), queued(2, "b", 0, 2)))
                .containsExactly("p1/a");
    }

    @Test
    void aProjectThatAsksForALotDoesNotHoldUpOthers() {
        assertThat(next(
                        3,
                        queued(1, "a", 9, 1),
                        queued(1, "b", 9, 2),
                        queued(1, "c", 9, 3),
                        queued(2, "d", 0, 50),
                        queued(3, "e", 0, 60)))
                .containsExactly("p1/a", "p2/d", "p3/e");
    }

    @Test
    void twoBuildsNeverPushToTheSameTagAtOnce() {
        Build first = Orders.queued(1, "same", 0, 1);
        var order = first.order();
        Build second = new Build(
                new dev.ondes.images.build.Order(
                        dev.ondes.images.build.BuildId.of(1, "other"),
                        order.spec(),
                        order.caller(),
                        order.grant(),
                        null,
                        List.of(),
                        null,
                        Orders.NOON.plusSeconds(2)),
                null,
                null,
                List.of(),
                0,
                List.of(),
                java.util.Optional.empty(),
                false);

        assertThat(QueueDecision.next(List.of(second, first), 10)).containsExactly(first);
    }

    @Test
    void whatIsCanceledDoesNotGo() {
        Build build = queued(1, "a", 0, 1);
        Build canceled =
                new Build(build.order(), null, "acme/p1", List.of(), 0, List.of(), java.util.Optional.empty(), false);

        assertThat(next(10, canceled)).isEmpty();
    }

    /** Whatever is asked for, limits hold, and nobody is left out while there is room. */
    @Test
    void limitsHoldAndNoRoomIsWasted() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Build> all = new ArrayList<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                long project = 1 + random.nextInt(5);
                all.add(
                        random.nextInt(4) == 0
                                ? running(project, "r" + i)
                                : queued(project, "q" + i, random.nextInt(3), random.nextInt(100)));
            }
            int limit = 1 + random.nextInt(12);
            List<Build> next = QueueDecision.next(all, limit);

            var after = all.stream()
                    .filter(build -> build.releasedAt() != null || next.contains(build))
                    .collect(Collectors.groupingBy(
                            build -> build.order().grant().project().id(), Collectors.counting()));
            long running =
                    all.stream().filter(build -> build.releasedAt() != null).count();
            assertThat(running + next.size()).as("seed %s", seed).isLessThanOrEqualTo(Math.max(limit, running));
            boolean full = running + next.size() >= limit;
            for (Build build : all) {
                long project = build.order().grant().project().id();
                boolean waits = build.releasedAt() == null && !next.contains(build);
                assertThat(!waits || full || after.getOrDefault(project, 0L) >= 2)
                        .as("seed %s", seed)
                        .isTrue();
            }
            next.forEach(build -> assertThat(
                            after.get(build.order().grant().project().id()))
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(Math.max(
                            2,
                            all.stream()
                                    .filter(one -> one.releasedAt() != null
                                            && one.order().grant().project().id()
                                                    == build.order()
                                                            .grant()
                                                            .project()
                                                            .id())
                                    .count())));
        }
    }
}
