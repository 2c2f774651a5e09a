package dev.ondes.contracts.event;

import java.util.List;

/**
 * How much room each job class has: a level, not a change; said every 2 s and when it changes.
 *
 * @param classes one entry per class that this scheduler serves
 */
public record CapacityReported(List<ClassCapacity> classes) implements EventData {

    @Override
    public String subject() {
        return "pod-scheduler";
    }

    /** Copies the list. */
    public CapacityReported {
        classes = List.copyOf(classes);
    }

    /**
     * Room in one class, counted in jobs.
     *
     * @param limit how many may run at once
     * @param active those that have a pod, waiting ones included
     * @param pending those of them without a node
     * @param free how many more the class takes now; 0 when the class takes none for another reason than its limit
     * @param recent jobs accepted in the last minute: what the dispatcher handed over and doesn't find here isn't counted yet
     */
    public record ClassCapacity(String jobClass, int limit, int active, int pending, int free, List<Long> recent) {
        /** Copies the list. */
        public ClassCapacity {
            recent = List.copyOf(recent);
        }
    }
}
