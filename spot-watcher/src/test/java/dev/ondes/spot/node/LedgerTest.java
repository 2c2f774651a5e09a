package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.LedgerEntry.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void comesBackFromItsAnnotation() {
        Ledger ledger = Ledger.EMPTY
                .with(entry("a", Step.MARKED))
                .with(entry("b", Step.CANCELLED))
                .withMarks(true, false);

        assertThat(LedgerJson.read(LedgerJson.write(ledger))).isEqualTo(ledger);
    }

    @Test
    void whatSomebodyWroteByHandCountsAsEmpty() {
        assertThat(LedgerJson.read("yes, please")).isEqualTo(Ledger.EMPTY);
        assertThat(LedgerJson.read("{\"notices\":[{\"id\":\"a\",\"kind\":7}]}")).isEqualTo(Ledger.EMPTY);
        assertThat(LedgerJson.read(null)).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void anAnnotationOfANewerVersionIsRead() {
        Ledger read = LedgerJson.read("""
                {"cordoned": true, "excluded": false, "newer": 1, "notices": []}
                """);

        assertThat(read.cordoned()).isTrue();
    }

    @Test
    void countsWhatCameToNothingThoughItForgetsTheOldest() {
        Ledger ledger = Ledger.EMPTY;
        for (int i = 0; i < 40; i++) {
            ledger = ledger.with(entry("id-" + i, Step.MARKED)).with(entry("id-" + i, Step.CANCELLED));
        }

        assertThat(ledger.cancelled(NoticeKind.SCALE_DOWN)).isEqualTo(40);
        assertThat(ledger.notices()).hasSizeLessThan(20);
        assertThat(ledger.active()).isEmpty();
    }

    private static LedgerEntry entry(String id, Step step) {
        return new LedgerEntry(
                id,
                NoticeKind.SCALE_DOWN,
                Provider.AWS,
                null,
                InstanceAction.TERMINATE,
                NOON,
                NOON.plusSeconds(120),
                List.of("cluster-autoscaler"),
                step);
    }
}
