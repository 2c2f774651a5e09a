package dev.ondes.images.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Logs of builds whose pods are gone. Thread-safe. */
public interface LogArchive {
    /** Keeps a log whole or not at all; one that is there already is replaced. */
    void keep(String name, InputStream log) throws IOException;

    /** A kept log from some byte on; empty when it is not kept. The caller closes it. */
    Optional<InputStream> read(String name, long from);
}
