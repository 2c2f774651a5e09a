package dev.ondes.context.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a context as a tar archive in which nothing is left of the machine it came from: no owner, no time, no permission but that to
 * run a file, no hard links. Used by one thread.
 */
final class CanonicalTar implements TreeVisitor {
    private static final FileTime NO_TIME = FileTime.from(Instant.EPOCH);
    private static final int BUFFER = 64 * 1024;

    private final TarArchiveOutputStream tar;
    private final byte[] buffer = new byte[BUFFER];
    private int entries;

    CanonicalTar(OutputStream to) {
        tar = new TarArchiveOutputStream(to, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    int entries() {
        return entries;
    }

    @Override
    public void folder(String path) throws IOException {
        put(new TarArchiveEntry(path + "/"), 0755);
        tar.closeArchiveEntry();
    }

    @Override
    public void link(String path, String target) throws IOException {
        var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        put(entry, 0777);
        tar.closeArchiveEntry();
    }

    @Override
    public void file(String path, Path file, FileState seen) throws IOException {
        var entry = new TarArchiveEntry(path);
        entry.setSize(seen.size());
        try (InputStream content = Files.newInputStream(file)) {
            put(entry, seen.executable() ? 0755 : 0644);
            copy(content, seen.size(), path);
        } catch (AccessDeniedException e) {
            throw new PackException(PackProblem.UNREADABLE, path);
        } catch (NoSuchFileException e) {
            throw new PackException(PackProblem.CHANGED, path);
        }
        if (!FileState.of(FileState.attributes(file)).equals(seen)) {
            throw new PackException(PackProblem.CHANGED, path);
        }
        tar.closeArchiveEntry();
    }

    private void copy(InputStream content, long size, String path) throws IOException {
        long left = size;
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new PackException(PackProblem.CHANGED, path);
            }
            tar.write(buffer, 0, read);
            left -= read;
        }
        if (content.read(buffer, 0, 1) >= 0) {
            throw new PackException(PackProblem.CHANGED, path);
        }
    }

    private void put(TarArchiveEntry entry, int mode) throws IOException {
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(NO_TIME);
        tar.putArchiveEntry(entry);
        entries++;
    }

    /** Ends the archive. */
    void end() throws IOException {
        tar.finish();
    }
}
