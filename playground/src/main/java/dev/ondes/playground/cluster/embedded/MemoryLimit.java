package dev.ondes.playground.cluster.embedded;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stands for the kernel's memory limit: looks ten times a second at what a container's processes use. */
record MemoryLimit(ContainerProcess process, long bytes) {
    private static final long PAUSE_MILLIS = 100;

    void watch(Runnable exceeded) {
        Thread.ofVirtual().name("memory limit").start(() -> {
            while (!endsWithinPause()) {
                if (process.memory() > bytes) {
                    exceeded.run();
                    return;
                }
            }
        });
    }

    private boolean endsWithinPause() {
        try {
            process.exit().get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
