package dev.ondes.spot.lead;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What happened, in its order, by all replicas together. */
final class Steps {
    private final List<Step> all = new CopyOnWriteArrayList<>();

    /**
     * One effect.
     *
     * @param what {@code confirmed}, {@code cordoned}, {@code marked}, {@code unmarked}, {@code evicted}, {@code deleted}, {@code drained}
     */
    record Step(String what, String node, String detail) {}

    void add(String what, String node, String detail) {
        all.add(new Step(what, node, detail));
    }

    Set<String> nodes() {
        return all.stream().map(Step::node).collect(Collectors.toSet());
    }

    List<String> of(String node) {
        return all.stream()
                .filter(step -> step.node().equals(node))
                .map(Step::what)
                .toList();
    }

    List<String> details(String what) {
        return all.stream()
                .filter(step -> step.what().equals(what))
                .map(Step::detail)
                .toList();
    }

    long count(String what) {
        return all.stream().filter(step -> step.what().equals(what)).count();
    }

    boolean has(String what) {
        return count(what) > 0;
    }
}
