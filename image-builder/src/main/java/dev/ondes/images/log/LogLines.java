package dev.ondes.images.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of a log with the bytes that each takes. A line that never ends is cut, so that it fits into memory. One thread. */
final class LogLines {
    private static final int LONGEST = 64 * 1024;

    private final InputStream log;

    /**
     * One.
     *
     * @param bytes of the line, its end included
     */
    record Line(String text, int bytes) {}

    LogLines(InputStream log) {
        this.log = new BufferedInputStream(log);
    }

    void skip(long bytes) throws IOException {
        log.skipNBytes(bytes);
    }

    /** The next line; null at the end. */
    @org.jspecify.annotations.Nullable
    Line next() throws IOException {
        var line = new ByteArrayOutputStream();
        int count = 0;
        for (int b = log.read(); b >= 0; b = log.read()) {
            count++;
            if (b == '\n') {
                return new Line(text(line), count);
            }
            line.write(b);
            if (line.size() == LONGEST) {
                return new Line(text(line), count);
            }
        }
        return count == 0 ? null : new Line(text(line), count);
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
