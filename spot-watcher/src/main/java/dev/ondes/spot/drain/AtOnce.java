package dev.ondes.spot.drain;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs what one round of a drain has to do, so many at once, each in a virtual thread; returns when all is done. */
final class AtOnce {
    private static final int MOST = 32;

    private AtOnce() {}

    /** What one of them throws is thrown when the others before it are through. */
    static void run(List<Runnable> work) {
        if (work.isEmpty()) {
            return;
        }
        var room = new Semaphore(MOST);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running =
                    work.stream().map(one -> threads.submit(inTurn(one, room))).toList();
            for (Future<Boolean> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Callable<Boolean> inTurn(Runnable one, Semaphore room) {
        return () -> {
            room.acquire();
            try {
                one.run();
                return true;
            } finally {
                room.release();
            }
        };
    }
}
