package dev.ondes.spot.notice;

import java.util.Locale;

/** What became of what was heard. Whichever it is, the source may forget it now. */
public enum Heard {
    /** News, and the broker has it. */
    TAKEN,
    /** Known already, and the broker has it. */
    KNOWN,
    /** Said so long ago that nobody would hold by it any more. */
    PAST,
    /** No node of this cluster. */
    FOREIGN,
    /** A node that this installation doesn't look after. */
    UNMANAGED,
    /** Dry run: only logged. */
    DRY_RUN;

    /** The name in metric tags. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
