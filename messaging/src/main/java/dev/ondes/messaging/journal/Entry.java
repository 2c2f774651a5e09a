package dev.ondes.messaging.journal;

import dev.ondes.contracts.event.Event;

/** One entry of the journal. Its offset is its place: it never changes, and later entries have greater ones. */
public sealed interface Entry {
    long offset();

    /** An event. */
    record Said(long offset, Event<?> event) implements Entry {}

    /**
     * Something that this version can't read. It says so instead of leaving it out: who counts must know what is missing.
     *
     * @param id the event's id as its sender gave it; empty where it gave none
     * @param detail one line for operators, which never repeats a value of the message
     */
    record Unreadable(long offset, Why why, String id, String detail) implements Entry {}

    /** Why an entry can't be read. */
    enum Why {
        UNKNOWN_TYPE("a newer service said something of a type that this version does not know"),
        UNKNOWN_VERSION("a newer service said it in a version that this one does not know"),
        INVALID("it is no event, or breaks its schema");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
