package dev.ondes.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks an archive below a directory, with modes, times and symbolic links, and refuses what {@link Destination} does. */
public final class ZipReader {
    private ZipReader() {}

    public static void extract(Path archive, Path target) throws IOException {
        var destination = new Destination(target, Long.MAX_VALUE);
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                extract(zip, entries.nextElement(), destination);
            }
        }
        destination.finish();
    }

    private static void extract(ZipFile zip, ZipArchiveEntry entry, Destination destination) throws IOException {
        if (entry.isDirectory()) {
            destination.directory(entry.getName(), entry.getUnixMode());
            return;
        }
        try (InputStream content = zip.getInputStream(entry)) {
            if (entry.isUnixSymlink()) {
                destination.link(entry.getName(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
            } else {
                destination.file(entry.getName(), entry.getUnixMode(), FileTime.fromMillis(entry.getTime()), content);
            }
        }
    }
}
