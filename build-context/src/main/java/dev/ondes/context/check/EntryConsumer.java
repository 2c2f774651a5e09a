package dev.ondes.context.check;

import java.io.IOException;
import java.io.InputStream;

/** Takes what {@link ContextCheck} lets pass, entry by entry, before it knows of the rest. */
@FunctionalInterface
public interface EntryConsumer {
    /** For those who want to know, not to have. */
    EntryConsumer NONE = (entry, content) -> {};

    /**
     * Takes an entry.
     *
     * @param content of a file, to be read now or never, and not to be closed; of other entries empty
     */
    void take(ContextEntry entry, InputStream content) throws IOException;
}
