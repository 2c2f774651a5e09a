package dev.ondes.images.log;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A log that begins at the offset already. */
final class FromOffset extends FilterInputStream {
    FromOffset(InputStream log) {
        super(log);
    }
}
