package dev.ondes.gitlab;

/**
 * Fingerprint of a whole job log as it was sent, from its first byte, earlier attempts included.
 *
 * @param crc32 CRC-32/IEEE as {@code crc32:%08x}
 * @param bytesize length in bytes
 */
public record Checksum(String crc32, long bytesize) {}
