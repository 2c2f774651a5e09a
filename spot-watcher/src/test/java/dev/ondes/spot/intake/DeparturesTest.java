package dev.ondes.spot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.LedgerJson;
import dev.ondes.spot.node.NodeIndex;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeparturesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final NodeIndex nodes = new NodeIndex();

    @ParameterizedTest(name = "{0}, jobs run: {1}: {2}")
    @CsvSource({
        "UNCONFIRMED, false, false",
        "MARKED, false, false",
        "DRAINED, true, false",
        "DRAINED, false, true",
        "CANCELLED, false, false"
    })
    void isCompleteWhenTheNodeIsDrainedAndNoJobRunsThere(Step step, boolean jobsRun, boolean complete) {
        see(NoticeKind.MAINTENANCE, step);

        assertThat(new Departures(nodes, _ -> jobsRun).complete(said("aks-spot-1")))
                .isEqualTo(complete);
    }

    @Test
    void isNotCompleteForANoticeOfAnotherKind() {
        see(NoticeKind.SPOT_INTERRUPTION, Step.DRAINED);

        assertThat(new Departures(nodes, _ -> false).complete(said("aks-spot-1")))
                .isFalse();
    }

    @Test
    void isNotCompleteForANodeThatNobodyKnows() {
        assertThat(new Departures(nodes, _ -> false).complete(said("another"))).isFalse();
    }

    private void see(NoticeKind kind, Step step) {
        var entry = new LedgerEntry(
                "n1",
                kind,
                Provider.AZURE,
                "vm-1",
                InstanceAction.REBOOT,
                NOON,
                NOON.plusSeconds(900),
                List.of(),
                step);
        nodes.see(new NodeBuilder()
                .withNewMetadata()
                .withName("aks-spot-1")
                .withUid("u1")
                .withResourceVersion("100")
                .addToAnnotations(NodeMarks.LEDGER, LedgerJson.write(Ledger.EMPTY.with(entry)))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build());
    }

    private static DetectedNotice said(String node) {
        return new DetectedNotice(
                Provider.AZURE,
                "vm-1",
                node,
                null,
                null,
                NoticeKind.MAINTENANCE,
                InstanceAction.REBOOT,
                NOON,
                NOON.plusSeconds(900),
                DetectedNotice.AZURE_SCHEDULED_EVENTS,
                "event-1",
                false);
    }
}
