package dev.ondes.contracts.classes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects all that is wrong with one file, so that an operator need not start once per mistake. One thread. */
public final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    private record Problem(int line, String text) {}

    /** What a value can't be read for; its text says the fix and repeats no token. */
    public static final class WrongValueException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int line;

        WrongValueException(int line, String key, String fix) {
            super((key.isEmpty() ? "" : key + ": ") + fix);
            this.line = line;
        }
    }

    void add(int line, String key, String fix) {
        add(new WrongValueException(line, key, fix));
    }

    /** Reads, or notes why that can't be and goes on with the stand-in. */
    <T> T read(Supplier<T> reading, T standIn) {
        try {
            return reading.get();
        } catch (WrongValueException e) {
            add(e);
            return standIn;
        }
    }

    /** Does, or notes why that can't be and goes on. */
    void noting(Runnable reading) {
        try {
            reading.run();
        } catch (WrongValueException e) {
            add(e);
        }
    }

    private void add(WrongValueException e) {
        found.add(new Problem(e.line, file + ":" + e.line + ": " + e.getMessage()));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ClassFileException(found.stream()
                    .sorted((one, other) -> Integer.compare(one.line, other.line))
                    .map(Problem::text)
                    .distinct()
                    .toList());
        }
    }
}
