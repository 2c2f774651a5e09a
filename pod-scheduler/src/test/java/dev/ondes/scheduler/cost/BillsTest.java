package dev.ondes.scheduler.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.classes.PriceFile.Price;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Spent;
import dev.ondes.scheduler.world.Nodes;
import dev.ondes.scheduler.world.Pods;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class BillsTest {
    private static final PriceFile PRICES = new PriceFile(
            "EUR",
            List.of(new Price(
                    "m6i.large",
                    null,
                    Map.of(),
                    Map.of(
                            CapacityType.ON_DEMAND,
                            new BigDecimal("0.12"),
                            CapacityType.SPOT,
                            new BigDecimal("0.04")))));

    private final MutableClock clock = MutableClock.of(Pods.SCHEDULED, ZoneOffset.UTC);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final NodeShelf nodes = new NodeShelf(clock);

    @Test
    void addsUpAllAttempts() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        JobPod pod = Pods.of(2, CapacityType.SPOT)
                .spent(new Spent.Known(new Cost("EUR", new BigDecimal("0.5"), new BigDecimal("0.75"))))
                .get();
        clock.add(Duration.ofHours(1));

        Cost cost = bills(false).upTo(pod).known().orElseThrow();

        assertThat(cost.paid()).isEqualByComparingTo("0.51");
        assertThat(cost.onDemand()).isEqualByComparingTo("0.78");
    }

    @Test
    void aNodeThatHasGoneIsStillPaidFor() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        nodes.vanished("node-1");
        clock.add(Duration.ofMinutes(30));

        assertThat(bills(false).upTo(Pods.of(1, CapacityType.SPOT).get()).known())
                .isPresent();
    }

    @Test
    void whatIsNotKnownOfOneAttemptIsNotKnownOfTheJob() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        JobPod pod = Pods.of(2, CapacityType.SPOT).spent(new Spent.Unknown()).get();

        assertThat(bills(false).upTo(pod)).isEqualTo(new Spent.Unknown());
    }

    @Test
    void anotherCurrencyCanNotBeAdded() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        JobPod pod = Pods.of(2, CapacityType.SPOT)
                .spent(new Spent.Known(new Cost("USD", BigDecimal.ONE, BigDecimal.ONE)))
                .get();

        assertThat(bills(false).upTo(pod)).isEqualTo(new Spent.Unknown());
    }

    @Test
    void anAttemptThatFoundNoNodeAddsNothing() {
        Cost before = new Cost("EUR", new BigDecimal("0.5"), new BigDecimal("0.75"));
        JobPod pod = Pods.of(2, CapacityType.SPOT)
                .spent(new Spent.Known(before))
                .withoutNode()
                .get();

        assertThat(bills(false).upTo(pod).known()).contains(before);
    }

    @Test
    void countsWhatWasPaidSavedAndWasted() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        clock.add(Duration.ofHours(1));
        Bills bills = bills(false);

        bills.count(Pods.of(1, CapacityType.SPOT).get(), true);
        bills.count(Pods.of(2, CapacityType.SPOT).get(), false);

        assertThat(counted("ondes.job.cost")).isCloseTo(0.02, within(1e-9));
        assertThat(counted("ondes.job.savings")).isCloseTo(0.04, within(1e-9));
        assertThat(counted("ondes.job.cost.wasted")).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void tellsProjectsApartWhereThatIsWanted() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        clock.add(Duration.ofHours(1));

        bills(true).count(Pods.of(1, CapacityType.SPOT).get(), false);

        assertThat(meters.get("ondes.job.cost")
                        .tag("project", "group/project")
                        .counter()
                        .count())
                .isCloseTo(0.01, within(1e-9));
    }

    @Test
    void countsNothingWithoutPrices() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        var bills = new Bills(Optional.empty(), false, nodes, clock, meters);

        bills.count(Pods.of(1, CapacityType.SPOT).get(), false);

        assertThat(bills.upTo(Pods.of(1, CapacityType.SPOT).get())).isEqualTo(new Spent.Unknown());
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void onlySoManyProjectsAreTimeSeriesOfTheirOwn() {
        var names = new ProjectNames();
        for (int i = 0; i < ProjectNames.LIMIT; i++) {
            assertThat(names.of("group/" + i)).isEqualTo("group/" + i);
        }

        assertThat(names.of("group/one-more")).isEqualTo("(others)");
        assertThat(names.of("group/7")).isEqualTo("group/7");
    }

    private double counted(String name) {
        return meters.get(name)
                .tags("class", "small", "capacity", "spot", "currency", "EUR")
                .counter()
                .count();
    }

    private Bills bills(boolean byProject) {
        return new Bills(Optional.of(PRICES), byProject, nodes, clock, meters);
    }
}
