package dev.ondes.scheduler.pods;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a job whose node goes away. The same constant stands on the pod, in metric tags and in logs. */
public enum Decision {
    /** It goes on: it usually ends before its node does. */
    FINISH,
    /** Its pod is deleted now, and the next attempt begins elsewhere. */
    MOVE_NOW,
    /** It goes on, since nothing better can be done; whoever reads its log is told. */
    TELL,
    /** The notice was withdrawn: nothing is to be done any more. */
    STAY;

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Decision ofWire(String wire) {
        return Arrays.stream(values())
                .filter(decision -> decision.wire().equals(wire))
                .findFirst()
                .orElse(TELL);
    }
}
