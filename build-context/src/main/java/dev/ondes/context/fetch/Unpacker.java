package dev.ondes.context.fetch;

import dev.ondes.context.check.ContextEntry;
import dev.ondes.context.check.EntryConsumer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Puts checked entries into an empty folder. Relies on the check for names, on the file system that nothing is overwritten. Owners are
 * whoever runs it; of permissions it keeps what it is told.
 */
final class Unpacker implements EntryConsumer {
    private static final int FULL_FOLDER = 0755;
    private final Path root;

    Unpacker(Path root) {
        this.root = root;
    }

    @Override
    public void take(ContextEntry entry, InputStream content) throws IOException {
        Path place = root.resolve(entry.path());
        Files.createDirectories(place.getParent());
        switch (entry) {
            case ContextEntry.Folder folder -> {
                Files.createDirectories(place);
                // Whatever it says: the builder and we have to get in.
                Files.setPosixFilePermissions(place, permissions(folder.mode() | FULL_FOLDER));
            }
            case ContextEntry.File file -> {
                try (var to = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    content.transferTo(to);
                }
                Files.setPosixFilePermissions(place, permissions(file.mode()));
                Files.setLastModifiedTime(place, FileTime.from(file.changed()));
            }
            case ContextEntry.Link link -> Files.createSymbolicLink(place, Path.of(link.target()));
            case ContextEntry.HardLink hardLink -> Files.createLink(place, root.resolve(hardLink.file()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            // From the owner's right to read down, as the bits of a mode.
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
