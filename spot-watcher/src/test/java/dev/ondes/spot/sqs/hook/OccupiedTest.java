package dev.ondes.spot.sqs.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccupiedTest {
    private static final boolean DRAINS = true;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GROUP_SCALE_IN,    UNCONFIRMED, true",
        "GROUP_SCALE_IN,    MARKED,      true",
        "GROUP_SCALE_IN,    DRAINED,     false",
        "SPOT_INTERRUPTION, DRAINED,     true",
    })
    void isOccupiedUntilItIsDrainedForTheScaleIn(NoticeKind kind, Step step, boolean occupied) {
        assertThat(new Occupied(_ -> false, DRAINS).test(node(Ledger.EMPTY.with(entry(kind, step)))))
                .isEqualTo(occupied);
    }

    @Test
    void isOccupiedBeforeTheScaleInIsOnRecord() {
        assertThat(new Occupied(_ -> false, DRAINS).test(node(Ledger.EMPTY))).isTrue();
    }

    @Test
    void jobsAloneCountWhereNothingIsDrained() {
        assertThat(new Occupied(_ -> false, !DRAINS).test(node(Ledger.EMPTY))).isFalse();
        assertThat(new Occupied("node-1"::equals, !DRAINS).test(node(Ledger.EMPTY)))
                .isTrue();
    }

    @Test
    void jobsKeepItOccupiedWhenAllElseHasLeft() {
        Ledger drained = Ledger.EMPTY.with(entry(NoticeKind.GROUP_SCALE_IN, Step.DRAINED));

        assertThat(new Occupied("node-1"::equals, DRAINS).test(node(drained))).isTrue();
    }

    private static LedgerEntry entry(NoticeKind kind, Step step) {
        return new LedgerEntry(
                "id",
                kind,
                Provider.AWS,
                "i-0a",
                InstanceAction.TERMINATE,
                Instant.parse("2026-03-04T10:00:00Z"),
                null,
                List.of("sqs"),
                step);
    }

    private static NodeFacts node(Ledger ledger) {
        return new NodeFacts(
                "node-1",
                "uid-1",
                Optional.empty(),
                null,
                null,
                null,
                CapacityType.SPOT,
                false,
                List.of(),
                Map.of(),
                ledger,
                "1");
    }
}
