package dev.ondes.playground.gitlab.ci;

import java.io.Serial;

/** The file can't become a pipeline. The message names file, line and what is wrong, as a user should read it. */
public final class CiFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CiFileException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
