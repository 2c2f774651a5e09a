package dev.ondes.alerter.console.live;

import java.util.Locale;

/** What may change by itself; a page says which of them it shows. */
public enum Part {
    CLASSES,
    JOBS,
    NODES,
    BUILDS,
    QUEUES,
    ALERTS,
    FAILURES,
    STANDING;

    /** In the stream and in pages. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
