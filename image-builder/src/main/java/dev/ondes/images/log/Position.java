package dev.ondes.images.log;

/**
 * A place in a build's log: which pod's, and how many bytes of it. On the wire it is one growing number, so that a client can say
 * where it was when its connection broke, also when another pod runs by then.
 *
 * @param stream number of the pod, see {@link Attempts}
 */
record Position(int stream, long offset) {
    private static final long STREAM = 1L << 40;

    static final Position BEGIN = new Position(0, 0);

    /** What {@code Last-Event-ID} says; the beginning where it says nothing that we said. */
    static Position of(@org.jspecify.annotations.Nullable String id) {
        if (id == null || !id.matches("[0-9]{1,18}")) {
            return BEGIN;
        }
        long number = Long.parseLong(id);
        return new Position((int) Math.min(number / STREAM, Integer.MAX_VALUE), number % STREAM);
    }

    String id() {
        return Long.toString(stream * STREAM + offset);
    }

    /** From here on in that stream; its beginning where we were in an earlier one. */
    Position in(int other) {
        return other == stream ? this : new Position(other, 0);
    }

    Position plus(long bytes) {
        return new Position(stream, offset + bytes);
    }
}
