package dev.ondes.images.log;

import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * While a log that is followed says nothing, tells its client that we are there; where nobody hears it, ends the reading. Has a
 * thread of its own until it is closed.
 */
final class Pulse implements AutoCloseable {
    /** Proxies and clients give a connection up after a minute or more. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final InputStream log;
    private final LogStream.Sink sink;
    private final Pause pause;
    private final ReentrantLock sending = new ReentrantLock();
    private final Thread beats;
    private boolean silent = true;
    private boolean over;

    Pulse(InputStream log, LogStream.Sink sink, Pause pause) {
        this.log = log;
        this.sink = sink;
        this.pause = pause;
        this.beats = Thread.startVirtualThread(this::beat);
    }

    /** False when nobody listens any more. */
    boolean line(String id, String text) {
        sending.lock();
        try {
            silent = false;
            return sink.line(id, text);
        } finally {
            sending.unlock();
        }
    }

    private void beat() {
        try {
            do {
                pause.of(SILENCE);
            } while (isHeard());
        } catch (InterruptedException | IOException e) {
            // The log has ended, or this process does.
        }
    }

    private boolean isHeard() throws IOException {
        sending.lock();
        try {
            if (over) {
                return false;
            }
            if (silent && !sink.alive()) {
                log.close();
                return false;
            }
            silent = true;
            return true;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        sending.lock();
        try {
            over = true;
        } finally {
            sending.unlock();
        }
        beats.interrupt();
    }
}
