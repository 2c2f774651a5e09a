package dev.ondes.messaging.journal;

/**
 * Where the caller keeps how far it has read: beside what it derived from the entries, so that both are lost, or kept,
 * together. Called by the reader's one thread.
 */
public interface Bookmark {
    /** Where to begin; asked once, when the reader is opened. What is read later on it remembers itself. */
    Start start();

    /** The entry was handled, whatever came of it. Must be quick: it is called for each. */
    void handled(long offset);

    /** Keeps nothing: each reader begins there. */
    static Bookmark none(Start start) {
        return new Bookmark() {
            @Override
            public Start start() {
                return start;
            }

            @Override
            public void handled(long offset) {
                // The next reader begins anew.
            }
        };
    }
}
