package dev.ondes.detector.azure;

import java.util.Locale;

/** When Azure is told to go on before an event's time. Its own default is to wait. */
public enum Approve {
    NEVER,
    /** Once spot-watcher says that all that had to leave the node has left. */
    HANDLED,
    /** Once spot-watcher has confirmed the notice. */
    CONFIRMED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
