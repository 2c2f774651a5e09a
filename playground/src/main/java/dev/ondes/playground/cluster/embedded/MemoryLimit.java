package dev.ondes.playground.cluster.embedded;

import java.time.Duration;

/** Stands for the kernel's memory limit: looks ten times a second at what a container's processes use. */
record MemoryLimit(ContainerProcess process, long bytes) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    void watch(Runnable exceeded) {
        Thread.ofVirtual().name("memory limit").start(() -> {
            while (!process.endsWithin(PAUSE)) {
                if (process.memory() > bytes) {
                    exceeded.run();
                    return;
                }
            }
        });
    }
}
