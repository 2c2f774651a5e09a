package dev.ondes.detector.watch;

import java.time.Duration;

/** Looks at one thing that a cloud says. Used by one thread. */
public interface Monitor {
    /** The tag in metrics and logs. */
    String name();

    /**
     * Asks once, and lets {@link Standing} know.
     *
     * @param patience how long an answer may take that the service doesn't hold back on purpose
     * @return whether the cloud says anything
     */
    boolean look(Duration patience) throws MetadataException;

    /** The longest time from one look to the next; zero where the service itself makes it wait. */
    Duration interval();
}
