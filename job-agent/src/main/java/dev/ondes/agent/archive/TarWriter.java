package dev.ondes.agent.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Packs files with their modes, times and symbolic links into a gzipped tar: memory grows neither with their number nor with their size. */
public final class TarWriter {
    private TarWriter() {}

    /**
     * Packs them.
     *
     * @param paths relative to {@code root}; directories end in a slash
     * @param level of compression, as {@link java.util.zip.Deflater} has it
     * @param check called before each file; throws where the rest isn't wanted any more
     * @param warnings of files that are left out: gone since they were found, or not readable
     */
    public static void write(
            Path root, FileList paths, Path target, int level, Runnable check, Consumer<String> warnings)
            throws IOException {
        var parameters = new GzipParameters();
        parameters.setCompressionLevel(level);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 64 * 1024);
                OutputStream gzip = new GzipCompressorOutputStream(file, parameters);
                var tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            paths.forEach(path -> {
                check.run();
                add(tar, root, path, warnings);
            });
            tar.finish();
        }
    }

    private static void add(TarArchiveOutputStream tar, Path root, String path, Consumer<String> warnings)
            throws IOException {
        try {
            add(tar, root.resolve(path), path);
        } catch (NoSuchFileException e) {
            warnings.accept(ZipWriter.gone(path));
        } catch (AccessDeniedException e) {
            warnings.accept(path + " can't be read and is left out");
        }
    }

    /** The exceptions that leave it out come before anything of it is in the archive. */
    private static void add(TarArchiveOutputStream tar, Path file, String path) throws IOException {
        if (Files.isSymbolicLink(file)) {
            var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(file).toString());
            put(tar, file, entry);
        } else if (path.endsWith("/")) {
            put(tar, file, new TarArchiveEntry(path));
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                var entry = new TarArchiveEntry(path);
                entry.setSize(Files.size(file));
                put(tar, file, entry);
                copy(in, tar, entry);
            }
        }
        tar.closeArchiveEntry();
    }

    private static void put(TarArchiveOutputStream tar, Path file, TarArchiveEntry entry) throws IOException {
        entry.setMode((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
        FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        entry.setModTime(modified);
        tar.putArchiveEntry(entry);
    }

    /** Something that the script left behind may still write to it: what has been added since is left out. */
    private static void copy(InputStream in, OutputStream out, TarArchiveEntry entry) throws IOException {
        byte[] piece = new byte[16 * 1024];
        long left = entry.getSize();
        while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new IOException(entry.getName() + " became shorter while it was packed");
            }
            out.write(piece, 0, read);
            left -= read;
        }
    }
}
