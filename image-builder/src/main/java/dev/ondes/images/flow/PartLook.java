package dev.ondes.images.flow;

import dev.ondes.images.ends.PodFacts;
import dev.ondes.images.ends.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * One pod of a build and what it means.
 *
 * @param since it was to be gone; else since it has its node; where it has none, since it is there
 */
record PartLook(PodFacts pod, Verdict verdict, Instant since) {

    /**
     * The same, where too much time has gone by for a pod that should be gone and whose kubelet does not say so. It is lost then: one that
     * had not begun after a while, any other when its own deadline, which its kubelet minds alone, has surely ended it.
     *
     * @param patience with a kubelet that says nothing
     * @param timeout of the build
     */
    PartLook at(Instant now, Duration patience, Duration timeout) {
        if (!pod.deleting() || pod.ended() || !now.isAfter(since.plus(patience))) {
            return this;
        }
        return switch (verdict) {
            case Verdict.Going(String detail) -> lost(detail);
            case Verdict.Waits _, Verdict.Runs _ ->
                now.isAfter(since.plus(patience).plus(timeout))
                        ? lost("its node never said that it ended: " + pod.node())
                        : this;
            case Verdict.Pushed _, Verdict.Failed _, Verdict.Lost _ -> this;
        };
    }

    private PartLook lost(String detail) {
        return new PartLook(pod, new Verdict.Lost(detail), since);
    }
}
