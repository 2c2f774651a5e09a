package dev.ondes.dispatcher.handover;

import java.io.IOException;
import java.nio.file.Path;

/** The file operations of the spool: what was renamed is durable when the call returns. A seam for tests that crash between them. */
interface Disk {
    /** Writes a new file, readable for its owner alone. */
    void write(Path file, byte[] content) throws IOException;

    /** Renames in one step within a folder; replaces. */
    void rename(Path from, Path to) throws IOException;

    /** A file that isn't there is as good as deleted. */
    void delete(Path file) throws IOException;
}
