package dev.ondes.agent.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks what {@link TarWriter} packed below a directory, piece by piece, and refuses what {@link Destination} does, kinds of entries
 * that nobody packs, and headers that no memory holds.
 */
public final class TarReader {
    private static final int LONGEST_HEADERS = 1 << 20;

    private TarReader() {}

    /**
     * Unpacks all.
     *
     * @param room bytes that the files may have altogether
     * @param check called before each file; throws where the rest isn't wanted any more
     */
    public static void extract(Path archive, Path target, long room, Runnable check) throws IOException {
        var destination = new Destination(target, room);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 64 * 1024);
                var content = new Headers(new GZIPInputStream(file, 16 * 1024));
                var tar = new TarArchiveInputStream(content, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = next(content, tar); entry != null; entry = next(content, tar)) {
                check.run();
                extract(tar, entry, destination);
            }
        }
        destination.finish();
    }

    private static @Nullable TarArchiveEntry next(Headers content, TarArchiveInputStream tar) throws IOException {
        content.begin();
        TarArchiveEntry entry = tar.getNextEntry();
        content.end();
        return entry;
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Destination destination)
            throws IOException {
        if (entry.isDirectory()) {
            destination.directory(entry.getName(), entry.getMode());
        } else if (entry.isSymbolicLink()) {
            destination.link(entry.getName(), entry.getLinkName());
        } else if (isPlainFile(entry)) {
            destination.file(entry.getName(), entry.getMode(), entry.getLastModifiedTime(), tar);
        } else {
            throw new IOException(
                    "the archive holds something that is no file, folder or symbolic link: " + entry.getName());
        }
    }

    /** The library's own word for a file covers whatever is no directory. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        boolean plain = entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        return plain && !entry.isSparse();
    }

    /** Counts what headers take: of a name the library makes a text, however long it is. */
    private static final class Headers extends FilterInputStream {
        private int left = Integer.MAX_VALUE;
        private boolean counting;

        Headers(InputStream in) {
            super(in);
        }

        void begin() {
            counting = true;
            left = LONGEST_HEADERS;
        }

        void end() {
            counting = false;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) throws IOException {
            left -= counting ? bytes : 0;
            if (left < 0) {
                throw new IOException("the archive holds headers that are too long");
            }
        }
    }
}
