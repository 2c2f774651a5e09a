package dev.ondes.playground.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneAtATimeTest {
    @TempDir
    private Path folder;

    @Test
    void threadsWaitForEachOther() {
        Path lock = folder.resolve("new/made.lock");
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> OneAtATime.run(lock, () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    done.incrementAndGet();
                }));
            }
        }

        assertThat(done).hasValue(200);
        assertThat(most).hasValue(1);
    }

    /** The Java library says of a lock of this process what others find locked. */
    @Test
    void otherProcessesFindTheFileLocked() {
        Path lock = folder.resolve("made.lock");

        OneAtATime.run(
                lock,
                () -> assertThatThrownBy(() -> {
                            try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                                channel.tryLock();
                            }
                        })
                        .isInstanceOf(OverlappingFileLockException.class));
    }

    @Test
    void workThatFailsKeepsNobodyWaiting() {
        Path lock = folder.resolve("made.lock");
        var done = new AtomicInteger();

        assertThatThrownBy(() -> OneAtATime.run(lock, () -> {
                    throw new PlaygroundException("no");
                }))
                .hasMessage("no");
        OneAtATime.run(lock, done::incrementAndGet);

        assertThat(done).hasValue(1);
    }
}
