package dev.ondes.scheduler.place;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.nodes.Pool;
import dev.ondes.scheduler.overwrite.Overwrites;
import dev.ondes.scheduler.pods.JobPod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses where an attempt goes, from what is asked, what is preferred and what lately failed. Thread-safe. */
public final class Placement {
    private final ClassFile classes;
    private final PoolMemory memory;
    private final NodeShelf nodes;
    private final JobLengths lengths;

    public Placement(ClassFile classes, PoolMemory memory, NodeShelf nodes, JobLengths lengths) {
        this.classes = classes;
        this.memory = memory;
        this.nodes = nodes;
        this.lengths = lengths;
    }

    /** What comes of a new job's wish. */
    public sealed interface First {
        record At(Place place) implements First {}

        /** The job asks for what its class hasn't. */
        record Refused(String detail) implements First {}
    }

    public First first(JobQueued job, JobClass jobClass, JobPayload payload) {
        CapacityWish wish = CapacityWish.of(payload, jobClass);
        if (wish instanceof CapacityWish.Refused(var detail)) {
            return new First.Refused(detail);
        }
        Map<String, String> labels;
        try {
            labels = Overwrites.nodeSelector(payload, jobClass);
        } catch (IllegalArgumentException e) {
            return new First.Refused(String.valueOf(e.getMessage()));
        }
        List<CapacityType> all = CapacityOrder.of(jobClass, wish, takesLong(job, jobClass));
        List<CapacityType> order = all.stream()
                .filter(capacity -> contradicted(capacity, labels).isEmpty())
                .toList();
        if (order.isEmpty()) {
            CapacityType first = all.getFirst();
            String label = contradicted(first, labels).orElseThrow();
            return new First.Refused(
                    "no node fits: the job wants nodes with another " + label + " than those of capacity "
                            + first.wire() + " in class " + jobClass.name() + " have; leave that to ONDES_CAPACITY");
        }
        return new First.At(choose(order, order.getFirst(), jobClass, Optional.empty(), false));
    }

    /**
     * Of an attempt that follows a lost one.
     *
     * @param capacity what it is to have if that doesn't keep failing
     * @param last no other attempt will follow it
     */
    public Place next(JobPod lost, CapacityType capacity, JobClass jobClass, boolean last) {
        Optional<Pool> where =
                nodes.find(lost.facts().node()).map(NodeFacts::pool).filter(Pool::named);
        return choose(CapacityOrder.of(lost, jobClass), capacity, jobClass, where, last);
    }

    private Place choose(
            List<CapacityType> order, CapacityType wanted, JobClass jobClass, Optional<Pool> lostIn, boolean last) {
        boolean surest = last && wanted == CapacityType.ON_DEMAND;
        List<CapacityType> rest =
                surest ? List.of(wanted) : order.subList(Math.max(0, order.indexOf(wanted)), order.size());
        Set<Pool> failing = memory.skippedPools();
        Optional<CapacityType> usable = rest.stream()
                .filter(capacity -> !memory.hasNoRoom(jobClass.name(), capacity))
                .filter(capacity -> !allFail(capacity, failing))
                .findFirst();
        CapacityType capacity = usable.orElse(wanted);
        Set<Pool> skipped = capacity == CapacityType.SPOT ? failing : Set.of();
        boolean othersFollow = !last && !rest.isEmpty() && capacity != rest.getLast();
        boolean bar = othersFollow && usable.isPresent();
        Set<Pool> shunned = new HashSet<>(bar ? Set.of() : skipped);
        lostIn.filter(_ -> capacity == CapacityType.SPOT)
                .filter(pool -> !bar || !skipped.contains(pool))
                .ifPresent(shunned::add);
        return new Place(capacity, order, classes.capacities().get(capacity), bar ? skipped : Set.of(), shunned);
    }

    /** Every pool of spot nodes that we have seen is failing; of pools that never had a node nobody knows. */
    private boolean allFail(CapacityType capacity, Set<Pool> failing) {
        if (capacity != CapacityType.SPOT || failing.isEmpty()) {
            return false;
        }
        NodeChoice choice = classes.capacities().get(CapacityType.SPOT);
        Map<String, String> selector = choice == null ? Map.of() : choice.nodeSelector();
        Set<Pool> known = nodes.all().stream()
                .filter(node -> node.fits(selector))
                .filter(node -> node.capacity().map(CapacityType.SPOT::equals).orElse(!selector.isEmpty()))
                .map(NodeFacts::pool)
                .collect(Collectors.toSet());
        return !known.isEmpty() && failing.containsAll(known);
    }

    /** A label of which the job wants another value than nodes of that capacity have. */
    private Optional<String> contradicted(CapacityType capacity, Map<String, String> wanted) {
        return Optional.ofNullable(classes.capacities().get(capacity)).flatMap(nodes -> nodes.contradicted(wanted));
    }

    private boolean takesLong(JobQueued job, JobClass jobClass) {
        var limit = jobClass.onDemandFrom();
        return limit != null
                && lengths.usual(job)
                        .filter(usual -> usual.compareTo(limit) > 0)
                        .isPresent();
    }
}
