package dev.ondes.spot.drain;

import dev.ondes.spot.node.PodFacts;
import dev.ondes.spot.settings.Mode;
import java.util.List;

/**
 * What a look at the node's pods asks for. Pure.
 *
 * @param evict to be evicted now
 * @param force to be deleted now, whatever their disruption budgets say
 * @param waiting that go, or are to go, but not all of them now
 * @param spared CI jobs, which pod-scheduler decides about
 */
record DrainPlan(List<PodFacts> evict, List<PodFacts> force, List<PodFacts> waiting, List<PodFacts> spared) {

    /**
     * Makes a plan.
     *
     * @param late whether the time has come at which nothing is waited for any more
     * @param forcing whether what a budget holds may then be deleted
     */
    static DrainPlan of(List<PodFacts> pods, Mode mode, boolean late, boolean forcing) {
        List<PodFacts> all = pods.stream().filter(PodFacts::counts).toList();
        boolean ciToo = mode == Mode.DRAIN_ALL && late;
        List<PodFacts> ours = all.stream().filter(pod -> ciToo || !pod.ci()).toList();
        List<PodFacts> spared = all.stream().filter(pod -> !ours.contains(pod)).toList();
        boolean ordinaryLeft = ours.stream().anyMatch(pod -> !pod.critical());
        List<PodFacts> now = ours.stream()
                .filter(pod -> late || !pod.critical() || !ordinaryLeft)
                .filter(pod -> !pod.leaving())
                .toList();
        boolean force = late && forcing;
        return new DrainPlan(force ? List.of() : now, force ? now : List.of(), ours, spared);
    }

    /** Whether nothing is left to do or to wait for. With {@code drain-all} CI jobs are waited for until they are evicted. */
    boolean done(Mode mode) {
        return waiting.isEmpty() && (mode != Mode.DRAIN_ALL || spared.isEmpty());
    }
}
