package dev.ondes.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.World;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityWishTest {
    private static final String BOTH = "ONDES_CAPACITY must be spot or on-demand in class small";

    @ParameterizedTest(name = "{0} where the class says {1} and has {2}: {3}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-            | -         | SPOT ON_DEMAND | None[]",
                "''           | -         | SPOT ON_DEMAND | None[]",
                "spot         | -         | SPOT ON_DEMAND | For[capacity=SPOT]",
                "on-demand    | -         | SPOT ON_DEMAND | For[capacity=ON_DEMAND]",
                "' on-demand '| -         | SPOT ON_DEMAND | For[capacity=ON_DEMAND]",
                "-            | on-demand | SPOT ON_DEMAND | For[capacity=ON_DEMAND]",
                "spot         | on-demand | SPOT ON_DEMAND | For[capacity=SPOT]",
                "ondemand     | -         | SPOT ON_DEMAND | Refused[detail=" + BOTH + "]",
                "on-demand    | -         | SPOT           | Refused[detail=ONDES_CAPACITY must be spot in class small]"
            })
    void isWhatTheJobSaysElseItsClass(@Nullable String job, @Nullable String itsClass, String has, String wish) {
        var jobClass =
                Classes.with(capacities(has), itsClass == null ? Map.of() : Map.of(CapacityWish.VARIABLE, itsClass));

        assertThat(CapacityWish.of(payload(job), jobClass)).hasToString(wish);
    }

    @Test
    void theLaterOfTwoCounts() {
        var payload = JobPayload.parse(World.json("""
                {"id": 1, "token": "%s", "steps": [{"name": "script", "script": ["true"]}],
                 "variables": [{"key": "ONDES_CAPACITY", "value": "spot"},
                               {"key": "ONDES_CAPACITY", "value": "on-demand"}]}
                """.formatted(FakeGitLab.TOKEN)));

        assertThat(CapacityWish.of(payload, Classes.small())).isEqualTo(new CapacityWish.For(CapacityType.ON_DEMAND));
    }

    @Test
    void aValueIsNotRepeatedSinceItMayBeASecret() {
        CapacityWish wish = CapacityWish.of(payload("hunter2"), Classes.small());

        assertThat(wish.toString()).startsWith("Refused").doesNotContain("hunter2");
    }

    private static JobPayload payload(@Nullable String wish) {
        return JobPayload.parse(wish == null ? World.payload("gcc:14") : Classes.asking(wish));
    }

    private static List<CapacityType> capacities(String names) {
        return Arrays.stream(names.split(" ")).map(CapacityType::valueOf).collect(Collectors.toList());
    }
}
