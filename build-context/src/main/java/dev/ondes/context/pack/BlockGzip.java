package dev.ondes.context.pack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Gzip by all processors: blocks of a fixed size are deflated side by side, each knowing the end of the one before, and joined to one
 * ordinary gzip member. What comes out depends on the content alone, not on the number of threads. Holds two blocks a thread. Used by
 * one thread; has nothing to be closed.
 */
final class BlockGzip extends OutputStream {
    private static final int BLOCK = 256 * 1024;
    private static final int WINDOW = 32 * 1024;
    /** No time, no name, no system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream to;
    private final MessageDigest digest;
    private final int level;
    private final ExecutorService threads;
    private final int ahead;
    private final Deque<Future<byte[]>> running = new ArrayDeque<>();
    private final CRC32 checksum = new CRC32();
    private byte[] block = new byte[BLOCK];
    private byte[] window = new byte[0];
    private int filled;
    private long count;

    /**
     * Begins an archive.
     *
     * @param digest is fed with what is written, before it is compressed
     * @param ahead how many blocks may wait or be in work
     */
    BlockGzip(OutputStream to, MessageDigest digest, int level, ExecutorService threads, int ahead) throws IOException {
        this.to = to;
        this.digest = digest;
        this.level = level;
        this.threads = threads;
        this.ahead = ahead;
        to.write(HEADER);
    }

    /** How much was written, before it is compressed. */
    long count() {
        return count + filled;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (filled == BLOCK) {
                next(false);
            }
            int piece = Math.min(length - done, BLOCK - filled);
            System.arraycopy(bytes, from + done, block, filled, piece);
            filled += piece;
            done += piece;
        }
    }

    private void next(boolean last) throws IOException {
        digest.update(block, 0, filled);
        checksum.update(block, 0, filled);
        count += filled;
        running.addLast(threads.submit(new Piece(block, filled, window, level, last)));
        window = Arrays.copyOfRange(block, Math.max(0, filled - WINDOW), filled);
        block = new byte[BLOCK];
        filled = 0;
        while (running.size() > (last ? 0 : ahead)) {
            to.write(result(running.removeFirst()));
        }
    }

    private static byte[] result(Future<byte[]> piece) throws IOException {
        try {
            return piece.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while packing");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the archive; nothing may be written after it. What it writes to stays open. */
    void end() throws IOException {
        next(true);
        to.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) count)
                .array());
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares pieces.
    private record Piece(byte[] block, int length, byte[] window, int level, boolean last) implements Callable<byte[]> {
        @Override
        public byte[] call() {
            var deflater = new Deflater(level, true);
            try {
                deflater.setDictionary(window);
                deflater.setInput(block, 0, length);
                byte[] result = new byte[length + length / 8 + 64];
                int flush = Deflater.SYNC_FLUSH;
                if (last) {
                    deflater.finish();
                    flush = Deflater.NO_FLUSH;
                }
                int size = 0;
                while (true) {
                    size += deflater.deflate(result, size, result.length - size, flush);
                    if (size < result.length) {
                        return Arrays.copyOf(result, size);
                    }
                    result = Arrays.copyOf(result, result.length * 2);
                }
            } finally {
                deflater.end();
            }
        }
    }
}
