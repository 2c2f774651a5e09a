package dev.ondes.messaging.count;

/** Where counts go. Thread-safe, and never blocks. */
@FunctionalInterface
public interface Counts {
    /** Counts nothing. */
    Counts NONE = (count, of) -> {};

    /** Adds one; {@code of} is the routing key of an event type or the name of a queue, as {@link Count#tag()} says. */
    void add(Count count, String of);

    /** Says that all counts with this tag value begin at 0 now. */
    default void register(Count.Tag tag, String of) {}
}
