package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each path of an archive is, in some 20 bytes a path however long it is: 64 bits of a salted hash stand for the path. Two of
 * half a million meet by chance once in a hundred million archives, and nobody who doesn't know the salt can make them meet; then a
 * good archive is refused. Not for more than one thread.
 */
final class SeenPaths {
    /** What a path is. */
    enum Kind {
        FILE,
        FOLDER,
        /** A folder that no entry has named yet, only names below it. */
        IMPLIED_FOLDER,
        LINK
    }

    private static final Kind[] KINDS = Kind.values();
    private final byte[] salt = new byte[16];
    private final MessageDigest digest = Digests.sha256();
    private long[] hashes = new long[1024];
    private byte[] kinds = new byte[1024];
    private int size;

    SeenPaths() {
        new SecureRandom().nextBytes(salt);
    }

    @Nullable
    Kind get(String path) {
        byte kind = kinds[slot(hash(path))];
        return kind == 0 ? null : KINDS[kind - 1];
    }

    @SuppressWarnings("EnumOrdinal") // It is written nowhere.
    void put(String path, Kind kind) {
        if (size * 2 > hashes.length) {
            grow();
        }
        long hash = hash(path);
        int slot = slot(hash);
        size += kinds[slot] == 0 ? 1 : 0;
        hashes[slot] = hash;
        kinds[slot] = (byte) (kind.ordinal() + 1);
    }

    /** Where the hash stands, or would. */
    private int slot(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (kinds[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        byte[] oldKinds = kinds;
        hashes = new long[oldHashes.length * 2];
        kinds = new byte[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldKinds[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                kinds[slot] = oldKinds[i];
            }
        }
    }

    private long hash(String path) {
        digest.update(salt);
        return ByteBuffer.wrap(Arrays.copyOf(digest.digest(path.getBytes(UTF_8)), Long.BYTES))
                .getLong();
    }
}
