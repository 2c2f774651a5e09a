package dev.ondes.context.ignore;

import java.io.IOException;

/** An ignore file that can't be obeyed. As with Docker, one bad line makes the whole file bad. */
public final class IgnoreFileException extends IOException {
    IgnoreFileException(int line, String pattern, String problem) {
        super("line " + line + " of the ignore file, \"" + pattern + "\": " + problem);
    }
}
