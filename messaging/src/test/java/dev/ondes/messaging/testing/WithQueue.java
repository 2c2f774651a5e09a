package dev.ondes.messaging.testing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A queue of its own for each test, a line to the broker that can be cut, and counters; closes in the end what was opened. */
@NeedsBroker
public abstract class WithQueue {
    protected final Tally tally = new Tally();
    protected TestQueue queue;
    protected CutProxy line;

    private final String name;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    protected WithQueue(String name) {
        this.name = name;
    }

    @BeforeEach
    final void makeQueue() {
        queue = new TestQueue(name);
        line = new CutProxy(LocalBroker.url());
    }

    @AfterEach
    final void close() throws Exception {
        for (AutoCloseable part : toClose.reversed()) {
            part.close();
        }
        line.close();
        queue.close();
    }

    /** The one opened last is closed first. */
    protected final void closeInTheEnd(AutoCloseable part) {
        toClose.add(part);
    }
}
