package dev.ondes.context.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** What tells one state of a file from another. */
public record FileState(long size, FileTime changed, boolean executable) {

    static FileState of(PosixFileAttributes attributes) {
        return new FileState(
                attributes.size(),
                attributes.lastModifiedTime(),
                attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
    }

    static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
