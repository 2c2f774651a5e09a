package dev.ondes.agent.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Packs files with their modes, times and symbolic links; in a stream, whatever their size. */
public final class ZipWriter {
    private ZipWriter() {}

    /**
     * Packs them.
     *
     * @param paths relative to {@code root}; directories end in a slash
     * @param warnings of files that have gone since they were found: something that the script left behind may still tidy up
     */
    public static void write(Path root, FileList paths, Path target, Consumer<String> warnings) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 64 * 1024);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(Zip64Mode.AsNeeded);
            paths.forEach(path -> add(zip, root, path, warnings));
            zip.finish();
        }
    }

    private static void add(ZipArchiveOutputStream zip, Path root, String path, Consumer<String> warnings)
            throws IOException {
        try {
            add(zip, root, path);
        } catch (NoSuchFileException e) {
            warnings.accept(gone(path));
        }
    }

    /** What is said of a file that has gone since it was found. */
    public static String gone(String path) {
        return path + " has gone meanwhile and is left out";
    }

    /** @throws NoSuchFileException before anything of it is in the archive */
    private static void add(ZipArchiveOutputStream zip, Path root, String path) throws IOException {
        Path file = root.resolve(path);
        boolean link = Files.isSymbolicLink(file);
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setUnixMode(mode(file, link, path.endsWith("/")));
        FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        entry.setTime(modified.toMillis());
        if (link || path.endsWith("/")) {
            byte[] content =
                    link ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8) : new byte[0];
            entry.setMethod(ZipArchiveEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc(content));
            zip.putArchiveEntry(entry);
            zip.write(content);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                entry.setSize(Files.size(file));
                zip.putArchiveEntry(entry);
                in.transferTo(zip);
            }
        }
        zip.closeArchiveEntry();
    }

    private static int mode(Path file, boolean link, boolean directory) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        return mode | (link ? UnixStat.LINK_FLAG : directory ? UnixStat.DIR_FLAG : UnixStat.FILE_FLAG);
    }

    private static long crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }
}
