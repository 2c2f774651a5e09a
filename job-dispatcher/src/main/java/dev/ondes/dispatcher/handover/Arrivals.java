package dev.ondes.dispatcher.handover;

import java.io.IOException;

/** Hears of each job whose answer from GitLab has arrived. */
@FunctionalInterface
public interface Arrivals {
    /** For an installation where nobody looks for jobs whose answer got lost. */
    Arrivals UNHEARD = jobId -> {};

    void note(long jobId) throws IOException;
}
