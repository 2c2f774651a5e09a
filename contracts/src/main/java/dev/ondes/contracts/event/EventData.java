package dev.ondes.contracts.event;

/** What an event says. Every record here has a JSON Schema under {@code /schemas}; a test holds both together. */
public sealed interface EventData
        permits JobQueued,
                JobObserved,
                JobCancelRequested,
                PodCreated,
                JobStarted,
                JobFinished,
                JobRescheduled,
                CapacityReported,
                TerminationNotice,
                TerminationCancelled,
                NodeDrained,
                BuildRequested,
                BuildStarted,
                BuildDone,
                SystemFailure,
                AlertFiring,
                AlertResolved,
                AlertSilenced,
                OperatorActed {

    /** What the event is about: a job id, a build id, a node name, or the name of a service. Becomes the envelope's subject. */
    String subject();
}
