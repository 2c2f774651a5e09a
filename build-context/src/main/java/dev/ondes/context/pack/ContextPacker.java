package dev.ondes.context.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Packs folders. The same files make the same tar archive, on any machine, at any time; the gzip archive around it depends on Java's
 * zlib too. Immutable, for any number of threads; each packing uses the processors that it is given.
 *
 * @param level of compression: 1 (quick) to 9
 * @param threads that compress, beside the caller's, which reads
 */
public record ContextPacker(int level, int threads) {
    /** What {@code gzip} does without being told. */
    public static final int USUAL_LEVEL = 6;

    private static final int BLOCKS_AHEAD = 2;

    /** Uses all processors. */
    public static ContextPacker usual() {
        return new ContextPacker(USUAL_LEVEL, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Packs a folder, streaming: memory doesn't grow with the size of files, and with their number only by the names in one folder.
     *
     * @param archive is written anew, and is gone when packing fails
     * @throws PackException when the folder can't be packed, saying which file is in the way
     */
    public PackedContext pack(ContextTree tree, Path archive) throws IOException {
        MessageDigest tarDigest = sha256();
        MessageDigest digest = sha256();
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("pack-", 0).factory());
        try (OutputStream file = new DigestOutputStream(Files.newOutputStream(archive), digest)) {
            var gzip = new BlockGzip(file, tarDigest, level, pool, BLOCKS_AHEAD * threads);
            var tar = new CanonicalTar(gzip);
            tree.walk(archive, tar);
            tar.end();
            gzip.end();
            return new PackedContext(
                    archive, hex(tarDigest), hex(digest), Files.size(archive), gzip.count(), tar.entries());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(archive);
            throw e;
        } finally {
            pool.shutdownNow();
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
