package dev.ondes.agent.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The lines of a program's output, handed from the thread that reads them to the one that wants them. Apart, because a
 * program can end and leave its output open to a child of its own, and who waits for that end may wait for ever.
 */
final class Lines {
    private static final int LONGEST = 64 * 1024;
    private static final long QUIET_MILLIS = 50;

    /** Empty for the output's end. */
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(256);

    private Lines() {}

    /** Passes all lines of the process to {@code wanted}, in the calling thread, until the process and its output end. */
    static void pass(Process process, Consumer<String> wanted) throws InterruptedException {
        var lines = new Lines();
        Thread.ofPlatform().daemon().name("output").start(() -> lines.read(process.getInputStream()));
        while (true) {
            Optional<String> line = lines.lines.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            if (line == null) {
                if (!process.isAlive()) {
                    return;
                }
            } else if (line.isEmpty()) {
                return;
            } else {
                wanted.accept(line.get());
            }
        }
    }

    private void read(InputStream output) {
        try (output) {
            var line = new ByteArrayOutputStream(256);
            byte[] buffer = new byte[8192];
            int count;
            while ((count = output.read(buffer)) >= 0) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n' || line.size() == LONGEST) {
                        lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
                        line.reset();
                    }
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                    }
                }
            }
            if (line.size() > 0) {
                lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
            }
            lines.put(Optional.empty());
        } catch (IOException e) {
            // The process was killed; its end is seen by the other thread.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
