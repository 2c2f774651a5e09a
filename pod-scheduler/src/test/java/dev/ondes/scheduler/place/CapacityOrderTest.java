package dev.ondes.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.Pods;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityOrderTest {

    @ParameterizedTest(name = "of {0}, asked for {1}, long {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "SPOT ON_DEMAND, -,         false, SPOT ON_DEMAND",
                "SPOT ON_DEMAND, SPOT,      false, SPOT ON_DEMAND",
                "ON_DEMAND SPOT, SPOT,      false, SPOT ON_DEMAND",
                "SPOT ON_DEMAND, ON_DEMAND, false, ON_DEMAND",
                "SPOT ON_DEMAND, -,         true,  ON_DEMAND SPOT",
                "SPOT ON_DEMAND, SPOT,      true,  SPOT ON_DEMAND",
                "SPOT,           -,         true,  SPOT",
                "SPOT,           SPOT,      false, SPOT"
            })
    void followsTheWishThenTheLengthThenTheClass(
            String has, @Nullable CapacityType asked, boolean takesLong, String order) {
        CapacityWish wish = asked == null ? new CapacityWish.None() : new CapacityWish.For(asked);

        assertThat(CapacityOrder.of(Classes.with(capacities(has), Map.of()), wish, takesLong))
                .isEqualTo(capacities(order));
    }

    @ParameterizedTest(name = "pod with {0}, class with {1}: {2}")
    @CsvSource({
        "ON_DEMAND,      SPOT ON_DEMAND, ON_DEMAND",
        "SPOT ON_DEMAND, ON_DEMAND,      ON_DEMAND",
        "SPOT,           ON_DEMAND,      ON_DEMAND"
    })
    void aPodKeepsItsOrderButForWhatItsClassHasLost(String pod, String has, String order) {
        var attempt = Pods.of(1, CapacityType.SPOT).order(capacities(pod)).get();

        assertThat(CapacityOrder.of(attempt, Classes.with(capacities(has), Map.of())))
                .isEqualTo(capacities(order));
    }

    @Test
    void aPodOfAnOlderVersionHasTheOrderOfItsClass() {
        assertThat(CapacityOrder.of(Pods.of(1, CapacityType.SPOT).get(), Classes.small()))
                .containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
    }

    private static List<CapacityType> capacities(String names) {
        return Arrays.stream(names.split(" ")).map(CapacityType::valueOf).toList();
    }
}
