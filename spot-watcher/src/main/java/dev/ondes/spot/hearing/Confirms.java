package dev.ondes.spot.hearing;

import dev.ondes.spot.notice.NotTakenException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the broker's confirm in the caller's thread. Where it doesn't come, first aid is given before the source is told:
 * for a broker that is slow as for an event that can't be published at all, since the node goes away either way.
 *
 * @param firstAidAfter how long the broker may take before
 * @param patience how long the source waits in all
 */
record Confirms(Duration firstAidAfter, Duration patience) {
    /**
     * Of what nothing hangs on but that it is said.
     *
     * @throws NotTakenException when the broker doesn't have it
     */
    void await(CompletableFuture<Void> confirmed) {
        await(confirmed, () -> {});
    }

    /**
     * Returns when the broker has it.
     *
     * @param firstAid may be run twice
     * @throws NotTakenException when it doesn't
     */
    void await(CompletableFuture<Void> confirmed, Runnable firstAid) {
        try {
            if (isDone(confirmed, firstAidAfter)) {
                return;
            }
            firstAid.run();
            if (!isDone(confirmed, patience.minus(firstAidAfter))) {
                throw new NotTakenException("the broker has not confirmed yet");
            }
        } catch (ExecutionException e) {
            firstAid.run();
            throw new NotTakenException("not published: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTakenException("interrupted");
        }
    }

    private static boolean isDone(CompletableFuture<Void> confirmed, Duration within)
            throws ExecutionException, InterruptedException {
        try {
            confirmed.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
