package dev.ondes.spot.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.settings.Modes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainableTest {
    private static final Instant NOTICED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Drainable.Times TIMES =
            new Drainable.Times(Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMinutes(15));

    @ParameterizedTest(name = "a notice of {0} is late at {1}")
    @CsvSource({"PT2M, PT1M30S", "PT90S, PT60S", "PT60S, PT40S", "PT30S, PT20S", "PT25S, PT16.667S"})
    void aShortNoticeIsLateOnlyInItsLastThird(Duration lead, Duration late) {
        Drainable drain = drainable(NoticeKind.SPOT_INTERRUPTION, NOTICED.plus(lead), NOTICED.plusSeconds(1));

        assertThat(Duration.between(NOTICED, drain.lateAt())).isCloseTo(late, Duration.ofMillis(1));
        assertThat(drain.until()).isEqualTo(NOTICED.plus(lead));
    }

    @Test
    void withoutADeadlineItIsLateWhenTheLimitComesNear() {
        Instant now = NOTICED.plusSeconds(5);

        Drainable drain = drainable(NoticeKind.SPOT_INTERRUPTION, null, now);

        assertThat(drain.until()).isEqualTo(now.plus(TIMES.limit()));
        assertThat(drain.lateAt()).isEqualTo(drain.until().minus(TIMES.forceBefore()));
    }

    @Test
    void aDeadlineThatIsOverIsLate() {
        Drainable drain = drainable(NoticeKind.SPOT_INTERRUPTION, NOTICED.minusSeconds(1), NOTICED);

        assertThat(drain.lateAt()).isBefore(NOTICED);
    }

    private static Drainable drainable(NoticeKind kind, Instant deadline, Instant now) {
        var entry = new LedgerEntry(
                "id",
                kind,
                Provider.GCP,
                "gke-1",
                InstanceAction.TERMINATE,
                NOTICED,
                deadline,
                List.of("gcp-metadata"),
                Step.MARKED);
        var node = new NodeFacts(
                "gke-1",
                "uid",
                Optional.empty(),
                null,
                null,
                null,
                CapacityType.SPOT,
                true,
                List.of(),
                Map.of(),
                Ledger.EMPTY.with(entry),
                "1");
        return Drainable.of(node, new Modes(Map.of()), TIMES, now).orElseThrow();
    }
}
