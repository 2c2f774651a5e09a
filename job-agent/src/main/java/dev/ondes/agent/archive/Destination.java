package dev.ondes.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The directory that an archive is unpacked to. What would land elsewhere, by its name or through a link, is refused, and so is more
 * than there is room for: the archive comes from another job, and the agent may do more than a job. For one thread; whoever has
 * put all there calls {@link #finish}.
 */
final class Destination {
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
    private static final int OWNER_WRITES = 0200;

    private record Closed(Path directory, int mode) {}

    private final Path root;
    private final Deque<Closed> closed = new ArrayDeque<>();
    private long room;

    /** @param room bytes that files may have altogether */
    Destination(Path target, long room) throws IOException {
        this.root = target.toRealPath();
        this.room = room;
    }

    /** @param mode as in Unix; 0 where it isn't known */
    void directory(String name, int mode) throws IOException {
        Path path = path(name);
        makeDirectory(path);
        if ((mode & OWNER_WRITES) == 0 && mode != 0) {
            closed.push(new Closed(path, mode));
        } else {
            allow(path, mode);
        }
    }

    void link(String name, String target) throws IOException {
        Files.createSymbolicLink(freed(name), named(target));
    }

    void file(String name, int mode, FileTime modified, InputStream content) throws IOException {
        Path path = freed(name);
        try (OutputStream out = Files.newOutputStream(path)) {
            copy(content, out);
        }
        allow(path, mode);
        Files.setLastModifiedTime(path, modified);
    }

    /** Closes the directories that nobody may write to, now that all is in them. */
    void finish() throws IOException {
        for (Closed each : closed) {
            allow(each.directory(), each.mode());
        }
    }

    private void copy(InputStream content, OutputStream out) throws IOException {
        byte[] piece = new byte[16 * 1024];
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            room -= read;
            if (room < 0) {
                throw new IOException("the archive unpacks to more than there is room for");
            }
            out.write(piece, 0, read);
        }
    }

    private static Path named(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("the archive holds a name that no file can have: " + name, e);
        }
    }

    private Path path(String name) throws IOException {
        Path path = root.resolve(named(name)).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive holds a path outside the project: " + name);
        }
        return path;
    }

    /** Where it goes; what is there already has gone. */
    private Path freed(String name) throws IOException {
        Path path = path(name);
        makeDirectory(Objects.requireNonNull(path.getParent()));
        Files.deleteIfExists(path);
        return path;
    }

    private void makeDirectory(Path directory) throws IOException {
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
