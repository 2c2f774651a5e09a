package dev.ondes.alerter.notify;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret in a file, read anew each time so that it can be rotated. Prints without it. */
record SecretFile(Path file) {

    String read() throws NotTakenException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw NotTakenException.now("the file " + file + " can't be read");
        }
    }

    URI address() throws NotTakenException {
        try {
            return URI.create(read());
        } catch (IllegalArgumentException e) {
            throw NotTakenException.now("the file " + file + " holds no address");
        }
    }
}
