package dev.ondes.alerter.lead;

/** Whether this replica is the one that tells people. Thread-safe. */
public interface Leader extends AutoCloseable {
    /** Takes part. Returns at once. */
    void start();

    boolean leads();

    @Override
    void close();
}
