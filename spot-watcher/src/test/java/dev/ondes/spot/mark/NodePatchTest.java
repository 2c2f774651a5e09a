package dev.ondes.spot.mark;

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
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodePatchTest {
    private static final Taint OTHERS = new TaintBuilder()
            .withKey("dedicated")
            .withValue("spot")
            .withEffect("NoSchedule")
            .build();
    private static final String SPOT = "status-taint.cluster-autoscaler.kubernetes.io/ondes-spot";
    private static final String MAINTENANCE = "status-taint.cluster-autoscaler.kubernetes.io/ondes-maintenance";

    private final NodePatch patches = new NodePatch(new Modes(Map.of()), TaintEffect.PREFER_NO_SCHEDULE, false);

    @Test
    void cordonsTaintsAndNotesInOne() {
        var patch = patches.of(
                        node(false, List.of(OTHERS), Ledger.EMPTY), with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED))
                .orElseThrow();

        assertThat(patch.get("spec"))
                .isEqualTo(Map.of("unschedulable", true, "taints", List.of(OTHERS, ours(SPOT, "spot-interruption"))));
        assertThat(patch.get("metadata").toString()).contains("ondes.dev/notices", "\"cordoned\":true");
    }

    @Test
    void eachCauseHasATaintOfItsOwn() {
        Ledger both = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED).with(entry(NoticeKind.MAINTENANCE, Step.MARKED));

        var patch = patches.of(node(false, List.of(), Ledger.EMPTY), both).orElseThrow();

        assertThat(patch.get("spec").toString()).contains(SPOT, MAINTENANCE);
    }

    @Test
    void takesOffOursAloneAndUncordonsWhatWeCordoned() {
        Ledger marked = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED).withMarks(true, false);
        var node = node(true, List.of(OTHERS, ours(SPOT, "spot-interruption")), marked);

        var patch = patches.of(node, marked.with(entry(NoticeKind.SPOT_INTERRUPTION, Step.CANCELLED)))
                .orElseThrow();

        assertThat(patch.get("spec")).isInstanceOfSatisfying(Map.class, spec -> {
            assertThat(spec.get("taints")).isEqualTo(List.of(OTHERS));
            assertThat(spec.containsKey("unschedulable")).isTrue();
            assertThat(spec.get("unschedulable")).isNull();
        });
    }

    @Test
    void staysCordonedWhileAnotherNoticeStands() {
        Ledger both = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED)
                .with(entry(NoticeKind.MAINTENANCE, Step.MARKED))
                .withMarks(true, false);
        var node = node(true, List.of(ours(SPOT, "spot-interruption"), ours(MAINTENANCE, "maintenance")), both);

        var patch = patches.of(node, both.with(entry(NoticeKind.MAINTENANCE, Step.CANCELLED)))
                .orElseThrow();

        assertThat(patch.get("spec")).isEqualTo(Map.of("taints", List.of(ours(SPOT, "spot-interruption"))));
    }

    @Test
    void doesNotCordonAgainWhatSomebodyUncordoned() {
        Ledger marked = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED).withMarks(true, false);
        var node = node(false, List.of(ours(SPOT, "spot-interruption")), marked);

        var patch = patches.of(node, marked.with(entry(NoticeKind.MAINTENANCE, Step.MARKED)))
                .orElseThrow();

        assertThat(patch.get("spec").toString()).doesNotContain("unschedulable");
    }

    @Test
    void nothingIsSentWhereTheNodeIsAsItShouldBe() {
        Ledger marked = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED).withMarks(true, false);
        var node = node(true, List.of(ours(SPOT, "spot-interruption")), marked);

        assertThat(patches.of(node, marked)).isEmpty();
    }

    @Test
    void keepsTheNodeFromLoadBalancersAndPutsItBack() {
        var excluding = new NodePatch(new Modes(Map.of()), TaintEffect.NO_SCHEDULE, true);
        Ledger marked = with(NoticeKind.SPOT_INTERRUPTION, Step.MARKED);

        var on = excluding.of(node(false, List.of(), Ledger.EMPTY), marked).orElseThrow();
        var off = excluding
                .of(
                        node(true, List.of(), marked.withMarks(true, true)),
                        marked.withMarks(true, true).with(entry(NoticeKind.SPOT_INTERRUPTION, Step.CANCELLED)))
                .orElseThrow();

        assertThat(on.get("metadata").toString())
                .contains("node.kubernetes.io/exclude-from-external-load-balancers=ondes");
        assertThat(off.get("metadata").toString())
                .contains("node.kubernetes.io/exclude-from-external-load-balancers=null");
    }

    private static Taint ours(String key, String kind) {
        return new TaintBuilder()
                .withKey(key)
                .withValue(kind)
                .withEffect("PreferNoSchedule")
                .build();
    }

    private static Ledger with(NoticeKind kind, Step step) {
        return Ledger.EMPTY.with(entry(kind, step));
    }

    private static LedgerEntry entry(NoticeKind kind, Step step) {
        return new LedgerEntry(
                kind.wire(),
                kind,
                Provider.AWS,
                "i-0a1",
                InstanceAction.TERMINATE,
                Instant.EPOCH,
                null,
                List.of("sqs"),
                step);
    }

    private static NodeFacts node(boolean unschedulable, List<Taint> taints, Ledger ledger) {
        return new NodeFacts(
                "n",
                "u",
                Optional.empty(),
                null,
                null,
                null,
                CapacityType.SPOT,
                unschedulable,
                taints,
                Map.of(),
                ledger,
                "1");
    }
}
