package dev.ondes.playground.demo;

import dev.ondes.playground.process.PlaygroundException;
import java.util.function.Supplier;

/**
 * Something that nothing waits for is said when it is known, and not after it is of no use: after {@link #close} it is never said. Safe on
 * many threads.
 */
final class LateWord implements AutoCloseable {
    private final Console console;
    private boolean over;

    private LateWord(Console console) {
        this.console = console;
    }

    /**
     * Returns at once.
     *
     * @param word waits until it is known; a {@link PlaygroundException} is said instead
     */
    static LateWord of(Console console, Supplier<String> word) {
        var late = new LateWord(console);
        Thread.ofVirtual().start(() -> late.say(word));
        return late;
    }

    private void say(Supplier<String> word) {
        String said;
        try {
            said = word.get();
        } catch (PlaygroundException e) {
            said = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            if (!over) {
                console.say(said);
            }
        }
    }

    @Override
    public synchronized void close() {
        over = true;
    }
}
