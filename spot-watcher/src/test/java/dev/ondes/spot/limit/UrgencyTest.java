package dev.ondes.spot.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgencyTest {
    private static final Instant END = Instant.parse("2026-03-01T10:02:00Z");

    @Test
    void marksGoFirstThenDrainsThenLooksThenWhatIsOnlyShown() {
        for (Instant end : List.of(END, END.plusSeconds(29), END.plusSeconds(59))) {
            assertThat(List.of(
                            Urgency.ofMark(end),
                            Urgency.ofDrain(end),
                            Urgency.ofLookingAgain(end),
                            Urgency.ofShowing(end)))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void nodesThatEndInTheSameMinuteLookAgainInTurn() {
        assertThat(Urgency.ofLookingAgain(END.plusSeconds(59))).isEqualTo(Urgency.ofLookingAgain(END));
        assertThat(Urgency.ofLookingAgain(END.plusSeconds(60))).isAfter(Urgency.ofLookingAgain(END));
    }
}
