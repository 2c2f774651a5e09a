package dev.ondes.detector.handover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the token that is shown to spot-watcher. No message holds any of it. */
public final class BearerToken {
    private BearerToken() {}

    /**
     * The one line of the file.
     *
     * @throws IOException telling what is wrong with the file, and what it should hold
     */
    public static String read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException("token file " + file + " is empty: it must hold the token that spot-watcher admits");
        }
        if (text.lines().count() > 1) {
            throw new IOException(
                    "token file " + file + " has " + text.lines().count()
                            + " lines: a detector shows one token. Two, the new and the old, are for spot-watcher's file alone");
        }
        if (text.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
            throw new IOException("token file " + file
                    + " holds a blank or a letter that no HTTP header can carry: make one with openssl rand -hex 32");
        }
        return text;
    }
}
