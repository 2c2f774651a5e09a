package dev.ondes.cli.build;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells people on standard error how far it is. */
record Progress(PrintWriter err) {
    void say(String line) {
        err.println(line);
    }

    static String size(long bytes) {
        if (bytes < 1024 * 1024) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024.0);
    }
}
