package dev.ondes.scheduler.pods;

import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import org.jspecify.annotations.Nullable;

/**
 * What the kubelet says of a service's container, which it starts anew whenever it ends.
 *
 * @param index its place among the job's services, from 0
 * @param image as the job names it
 * @param restarts how often it was started anew
 * @param lastEnd of its last run; null where none has ended
 */
public record ServiceFacts(
        int index,
        String image,
        ContainerFacts now,
        int restarts,
        @Nullable Terminated lastEnd) {
    /** The kubelet starts it anew at once, then after ten seconds, and would wait longer from time to time. */
    private static final int OFTEN = 2;

    /** It ends each time as soon as it has begun. A pod doesn't get past that: kubelets let nothing begin before it runs. */
    public boolean crashes() {
        return restarts >= OFTEN && lastEnd != null && !(now instanceof ContainerFacts.Running);
    }
}
