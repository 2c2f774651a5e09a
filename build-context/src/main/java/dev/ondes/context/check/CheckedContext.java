package dev.ondes.context.check;

/**
 * What an archive turned out to be.
 *
 * @param tarSha256 of the tar archive, in hexadecimal digits: the context's identity
 * @param sha256 of the gzip archive around it
 * @param size of the gzip archive, in bytes
 * @param tarSize of the tar archive, in bytes
 */
public record CheckedContext(String tarSha256, String sha256, long size, long tarSize, int entries) {}
