package dev.ondes.scheduler.place;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.pods.JobPod;
import java.util.List;
import java.util.stream.Stream;

/** In which order a job tries capacities. Pure. */
public final class CapacityOrder {
    private CapacityOrder() {}

    /**
     * Of a new job. Who asks for on-demand must not be interrupted, and gets nothing else; who asks for spot wants it cheap,
     * and falls back as the class does; what usually takes long begins on on-demand.
     *
     * @param takesLong longer than the class wants on spot
     */
    static List<CapacityType> of(JobClass jobClass, CapacityWish wish, boolean takesLong) {
        return switch (wish) {
            case CapacityWish.For(var capacity) when capacity == CapacityType.ON_DEMAND -> List.of(capacity);
            case CapacityWish.For(var capacity) -> first(capacity, jobClass.capacity());
            case CapacityWish.None _, CapacityWish.Refused _ ->
                takesLong && jobClass.capacity().contains(CapacityType.ON_DEMAND)
                        ? first(CapacityType.ON_DEMAND, jobClass.capacity())
                        : jobClass.capacity();
        };
    }

    /** Of a job that has a pod, which carries its order: but for what the class has lost since then. */
    public static List<CapacityType> of(JobPod pod, JobClass jobClass) {
        List<CapacityType> left =
                pod.order().stream().filter(jobClass.capacity()::contains).toList();
        return left.isEmpty() ? jobClass.capacity() : left;
    }

    private static List<CapacityType> first(CapacityType capacity, List<CapacityType> all) {
        return Stream.concat(Stream.of(capacity), all.stream()).distinct().toList();
    }
}
