package dev.ondes.scheduler.cluster;

import dev.ondes.contracts.job.EndReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a job gets no pod now though it may later, and what it ends with when it never does. */
public enum Hindrance {
    /** The quota is used up, or an earlier pod of the name is just going away. */
    NO_ROOM(EndReason.UNSCHEDULABLE, null),
    NAMESPACE_NOT_READY(
            EndReason.POD_REFUSED,
            "create the namespace and the service account of its pods, or correct the class's namespace in the class file"),
    RIGHTS_MISSING(EndReason.POD_REFUSED, "grant the rights in pod-scheduler's rbac.yaml in the class's namespace"),
    SECRET_TAKEN(
            EndReason.POD_REFUSED,
            "delete the Secret if nobody needs it; where another installation of Ondes made it, give each a namespace of its own"),
    /** Of the job, not of its class: others may be sealed with a key that is there. */
    KEY_MISSING(
            EndReason.PAYLOAD_UNREADABLE,
            "put the key into pod-scheduler's key ring file and start it anew: the file is read at the start"),
    /** The API server can't be reached, fails, or has too much to do. */
    NO_ANSWER(EndReason.POD_REFUSED, null);

    private final EndReason end;
    private final @Nullable String fix;

    Hindrance(EndReason end, @Nullable String fix) {
        this.end = end;
        this.fix = fix;
    }

    /** Whether a pod of the class that is taken tells that it has passed. */
    public boolean passesWithAPod() {
        return this != KEY_MISSING;
    }

    /** How a job ends that this keeps from its pod for too long. */
    public EndReason end() {
        return end;
    }

    /** What an operator must do; null where it may pass by itself. */
    public @Nullable String fix() {
        return fix;
    }

    /** The word in events and health checks, such as {@code rights-missing}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
