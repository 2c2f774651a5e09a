package dev.ondes.context.pack;

import java.io.IOException;
import java.nio.file.Path;

/** Takes the parts of a context in the order of their paths, folders before what is in them. */
public interface TreeVisitor {
    void folder(String path) throws IOException;

    /**
     * Takes a file.
     *
     * @param file where it is
     * @param seen what it was when it was found: it may be another by now
     */
    void file(String path, Path file, FileState seen) throws IOException;

    void link(String path, String target) throws IOException;
}
