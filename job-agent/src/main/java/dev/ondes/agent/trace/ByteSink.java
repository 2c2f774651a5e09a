package dev.ondes.agent.trace;

/** Takes bytes; the array stays the caller's. */
@FunctionalInterface
interface ByteSink {
    void write(byte[] bytes, int from, int length);

    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }
}
