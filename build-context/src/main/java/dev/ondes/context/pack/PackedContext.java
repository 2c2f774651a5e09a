package dev.ondes.context.pack;

import java.nio.file.Path;

/**
 * A packed folder.
 *
 * @param archive a gzip archive, to be deleted by whoever asked for it
 * @param tarSha256 of the tar archive in it, in hexadecimal digits: the context's identity, the same on every machine
 * @param sha256 of the gzip archive, which may differ from Java to Java
 * @param size of the gzip archive, in bytes
 * @param tarSize of the tar archive, in bytes
 * @param entries files, folders and links
 */
public record PackedContext(Path archive, String tarSha256, String sha256, long size, long tarSize, int entries) {}
