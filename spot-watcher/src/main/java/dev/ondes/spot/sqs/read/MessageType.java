package dev.ondes.spot.sqs.read;

import java.util.Locale;

/** What a message is about. */
public enum MessageType {
    SPOT_INTERRUPTION,
    REBALANCE,
    CAPACITY_RESERVATION,
    STATE_CHANGE,
    TERMINATE_HOOK,
    LAUNCH_HOOK,
    /** What Auto Scaling sends when a hook is made. */
    HOOK_TEST,
    HEALTH,
    /** Well-formed, but of a kind that we have no use for. */
    OTHER,
    /** Not to be read at all. */
    JUNK;

    /** The name in metric tags. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
