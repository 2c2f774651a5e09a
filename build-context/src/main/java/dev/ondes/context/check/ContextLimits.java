package dev.ondes.context.check;

/**
 * How much a context may be. What an archive says of itself is never trusted: reading stops at the limit.
 *
 * @param compressedBytes of the archive as it was sent
 * @param unpackedBytes of the tar archive in it
 * @param ratio the most that it may unpack to, as a multiple, once {@code ratioFromBytes} are unpacked
 * @param entries files, folders and links
 * @param depth parts of a name
 * @param headerBytes of one header for a long name or extended attributes
 */
public record ContextLimits(
        long compressedBytes,
        long unpackedBytes,
        int ratio,
        long ratioFromBytes,
        int entries,
        int depth,
        long fileBytes,
        int headerBytes,
        int dockerfileBytes) {
    private static final long MIB = 1024L * 1024;
    private static final long GIB = 1024 * MIB;

    public static final ContextLimits DEFAULT =
            new ContextLimits(4 * GIB, 12 * GIB, 100, 10 * MIB, 500_000, 100, 4 * GIB, 64 * 1024, (int) MIB);

    public ContextLimits {
        if (compressedBytes < 1
                || unpackedBytes < 1
                || ratio < 1
                || ratioFromBytes < 0
                || entries < 1
                || depth < 1
                || fileBytes < 1
                || headerBytes < 512
                || dockerfileBytes < 1) {
            throw new IllegalArgumentException("a limit of contexts is too small: each must let something through");
        }
    }
}
