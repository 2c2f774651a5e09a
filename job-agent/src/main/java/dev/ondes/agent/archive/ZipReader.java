package dev.ondes.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Unpacks an archive below a directory, with modes, times and symbolic links, and refuses what {@link Destination} does. Memory
 * doesn't grow with the number of files.
 */
public final class ZipReader {
    private static final int LONGEST_LINK = 4096;

    private ZipReader() {}

    public static void extract(Path archive, Path target) throws IOException {
        var destination = new Destination(target, Long.MAX_VALUE);
        try (var zip = new ZipInput(archive)) {
            for (ZipInput.Entry entry = zip.next(); entry != null; entry = zip.next()) {
                extract(zip, entry, destination);
            }
        }
        destination.finish();
    }

    private static void extract(ZipInput zip, ZipInput.Entry entry, Destination destination) throws IOException {
        if (entry.isDirectory()) {
            destination.directory(entry.name(), entry.mode());
            return;
        }
        try (InputStream content = zip.content(entry)) {
            if (entry.isLink()) {
                destination.link(entry.name(), new String(content.readNBytes(LONGEST_LINK), StandardCharsets.UTF_8));
            } else {
                destination.file(entry.name(), entry.mode(), entry.modified(), content);
            }
        }
    }
}
