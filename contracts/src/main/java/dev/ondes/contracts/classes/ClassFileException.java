package dev.ondes.contracts.classes;

import java.util.List;

/** A class file or price file that can't be used; each problem names file, line, key and fix, and never a token. */
public final class ClassFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ClassFileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** All that was found, in the order of the file; never empty. */
    public List<String> problems() {
        return problems;
    }
}
