package dev.ondes.agent.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks an archive below a directory, with modes, times and symbolic links. What would land elsewhere, by its name or
 * through a link, is refused: the archive comes from another job, and the agent may do more than a job.
 */
final class ZipReader {
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private ZipReader() {}

    static void extract(Path archive, Path target) throws IOException {
        Path root = target.toRealPath();
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                extract(zip, entries.nextElement(), root);
            }
        }
    }

    private static void extract(ZipFile zip, ZipArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive holds a path outside the project: " + entry.getName());
        }
        if (entry.isDirectory()) {
            makeDirectory(path, root);
            allow(path, entry.getUnixMode());
            return;
        }
        makeDirectory(Objects.requireNonNull(path.getParent()), root);
        Files.deleteIfExists(path);
        try (InputStream content = zip.getInputStream(entry)) {
            if (entry.isUnixSymlink()) {
                Files.createSymbolicLink(path, Path.of(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
                return;
            }
            Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
        }
        allow(path, entry.getUnixMode());
        Files.setLastModifiedTime(path, FileTime.fromMillis(entry.getTime()));
    }

    private static void makeDirectory(Path directory, Path root) throws IOException {
        Path existing = directory;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = Objects.requireNonNull(existing.getParent());
        }
        if (!existing.toRealPath().startsWith(root)) {
            throw new IOException("a symbolic link leads outside the project: " + root.relativize(existing));
        }
        Files.createDirectories(directory);
    }

    private static void allow(Path path, int mode) throws IOException {
        if (mode == 0) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode & (1 << bit)) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
