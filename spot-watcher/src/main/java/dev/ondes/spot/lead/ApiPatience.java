package dev.ondes.spot.lead;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats a call while the API server is away, for seconds: a message that is given back counts towards its delivery limit,
 * and an API server that restarts is no reason for a dead letter.
 */
public final class ApiPatience {
    private final Duration limit;
    private final Duration pause;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public ApiPatience(Duration limit, Duration pause) {
        this.limit = limit;
        this.pause = pause;
    }

    <T> T call(Supplier<T> call) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (KubernetesClientException e) {
                if (System.nanoTime() > end || isStopped()) {
                    throw e;
                }
            }
        }
    }

    public void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
