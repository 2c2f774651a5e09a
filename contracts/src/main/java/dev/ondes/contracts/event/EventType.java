package dev.ondes.contracts.event;

import java.util.Arrays;
import java.util.Optional;

/** The types of events: name on the wire, routing key, record and schema. */
public enum EventType {
    JOB_QUEUED("job.queued", JobQueued.class),
    JOB_OBSERVED("job.observed", JobObserved.class),
    JOB_CANCEL_REQUESTED("job.cancel-requested", JobCancelRequested.class),
    POD_CREATED("pod.created", PodCreated.class),
    JOB_STARTED("job.started", JobStarted.class),
    JOB_FINISHED("job.finished", JobFinished.class),
    JOB_RESCHEDULED("job.rescheduled", JobRescheduled.class),
    CAPACITY_REPORTED("capacity.reported", CapacityReported.class),
    SPOT_TERMINATION_NOTICE("spot.termination-notice", TerminationNotice.class),
    SPOT_TERMINATION_CANCELLED("spot.termination-cancelled", TerminationCancelled.class),
    NODE_DRAINED("node.drained", NodeDrained.class),
    BUILD_REQUESTED("build.requested", BuildRequested.class),
    BUILD_STARTED("build.started", BuildStarted.class),
    BUILD_DONE("build.done", BuildDone.class),
    SYSTEM_FAILURE("system.failure", SystemFailure.class),
    ALERT_FIRING("alert.firing", AlertFiring.class),
    ALERT_RESOLVED("alert.resolved", AlertResolved.class),
    ALERT_SILENCED("alert.silenced", AlertSilenced.class),
    OPERATOR_ACTED("operator.acted", OperatorActed.class);

    /** Stands before every type on the wire, as CloudEvents asks: a reverse domain. */
    public static final String PREFIX = "dev.ondes.";

    private final String routingKey;
    private final Class<? extends EventData> dataClass;

    EventType(String routingKey, Class<? extends EventData> dataClass) {
        this.routingKey = routingKey;
        this.dataClass = dataClass;
    }

    /** The type on the wire without its prefix, such as {@code job.queued}. */
    public String routingKey() {
        return routingKey;
    }

    /** The CloudEvents {@code type}, such as {@code dev.ondes.job.queued}. */
    public String wire() {
        return PREFIX + routingKey;
    }

    public Class<? extends EventData> dataClass() {
        return dataClass;
    }

    /** Class-path location of the JSON Schema of the data. */
    public String schema() {
        return "/schemas/" + routingKey + ".json";
    }

    static EventType of(EventData data) {
        return Arrays.stream(values())
                .filter(type -> type.dataClass == data.getClass())
                .findFirst()
                .orElseThrow();
    }

    static Optional<EventType> ofWire(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
    }
}
