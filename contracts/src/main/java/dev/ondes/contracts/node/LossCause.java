package dev.ondes.contracts.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whose doing the loss of a node is: few enough to count by. A job killed by scale-down is told from one killed by spot. */
public enum LossCause {
    /** The cloud takes back interruptible capacity. */
    SPOT,
    /** Somebody's automaton makes the cluster smaller or denser. */
    SCALE_DOWN,
    /** The cloud works on the machine below. */
    MAINTENANCE,
    /** A person, or a tool in a person's hand. */
    OPERATOR,
    /** The node broke, was stopped or vanished, and nobody said by whom. */
    FAILURE;

    /** The name in events and metric tags: {@code scale-down}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
