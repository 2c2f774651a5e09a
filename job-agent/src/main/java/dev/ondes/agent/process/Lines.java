package dev.ondes.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The lines of a program's output, up to the last byte that it wrote itself. Read without ever blocking, because a program can
 * end and leave its output open to a child of its own, and who waits for that end may wait for ever.
 */
final class Lines {
    private static final long SHORTEST_LOOK_MILLIS = 1;
    private static final long LONGEST_LOOK_MILLIS = 20;

    private final Output wanted;
    private boolean inLine;

    private Lines(Output wanted) {
        this.wanted = wanted;
    }

    /** Passes all that the process writes to {@code wanted}, in the calling thread, until it has ended. */
    static void pass(Process process, Output wanted) throws InterruptedException {
        var lines = new Lines(wanted);
        try {
            lines.read(process, process.getInputStream());
        } catch (IOException e) {
            // The process was killed, and its output closed with it; who killed it tells why.
        }
        lines.end();
    }

    private void read(Process process, InputStream output) throws IOException, InterruptedException {
        byte[] buffer = new byte[8192];
        long look = SHORTEST_LOOK_MILLIS;
        while (true) {
            // Asked first: what a process wrote before its end is there when the end is seen.
            boolean ended = !process.isAlive();
            int there = output.available();
            if (there > 0) {
                pass(buffer, output.read(buffer, 0, Math.min(there, buffer.length)));
                look = SHORTEST_LOOK_MILLIS;
            } else if (ended) {
                return;
            } else {
                process.waitFor(look, TimeUnit.MILLISECONDS);
                look = Math.min(2 * look, LONGEST_LOOK_MILLIS);
            }
        }
    }

    private void pass(byte[] bytes, int length) {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                wanted.part(bytes, from, at - from);
                wanted.lineEnds();
                from = at + 1;
                inLine = false;
            }
        }
        if (from < length) {
            wanted.part(bytes, from, length - from);
            inLine = true;
        }
    }

    private void end() {
        if (inLine) {
            wanted.lineEnds();
        }
    }
}
