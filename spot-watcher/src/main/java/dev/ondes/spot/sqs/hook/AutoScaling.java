package dev.ondes.spot.sqs.hook;

import dev.ondes.spot.sqs.read.LifecycleHook;

/** The two calls that concern a hook. Never throw. */
public interface AutoScaling {
    /** Lets the instance go on: to its end, or into service. */
    Answer complete(LifecycleHook hook);

    /** Begins the hook's time anew. */
    Answer heartbeat(LifecycleHook hook);

    /** How a call ended. */
    sealed interface Answer {
        record Done() implements Answer {}

        /** There is nothing to prolong or to complete any more: as good as done. */
        record Over() implements Answer {}

        /** Not allowed to us: it stays so until somebody changes our rights. */
        record Denied(String why) implements Answer {}

        record Failed(String why) implements Answer {}
    }
}
