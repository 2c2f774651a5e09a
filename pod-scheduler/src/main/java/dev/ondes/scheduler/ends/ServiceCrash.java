package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import dev.ondes.scheduler.pods.ServiceFacts;
import java.util.Objects;

/** Why a service ended, and what its job's user reads of that. Pure. */
public final class ServiceCrash {
    /** The job's user reads it in one line. */
    private static final int LAST_WORDS = 240;

    private ServiceCrash() {}

    static EndReason reason(ServiceFacts service) {
        Terminated end = end(service);
        return end.neverStarted() ? StartTrouble.of(end) : EndReason.SERVICE_FAILED;
    }

    /** One line. */
    public static String told(ServiceFacts service) {
        Terminated end = end(service);
        if (end.outOfMemory()) {
            return "it needed more memory than a service of this class may use";
        }
        String words = Deaths.oneLine(tail(end.message()));
        return Deaths.told(end) + (end.neverStarted() || words.isEmpty() ? "" : "; its last words: " + words);
    }

    /** What went wrong stands at the end. */
    private static String tail(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LAST_WORDS ? line : "…" + line.substring(line.length() - LAST_WORDS + 1);
    }

    private static Terminated end(ServiceFacts service) {
        return Objects.requireNonNull(service.lastEnd());
    }
}
