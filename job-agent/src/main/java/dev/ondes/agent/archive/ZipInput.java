package dev.ondes.agent.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.utils.BoundedSeekableByteChannelInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive in a file, entry by entry in the order of the directory at its end: no more than one is in memory. For one thread.
 */
final class ZipInput implements AutoCloseable {
    private static final int LONGEST_COMMENT = 0xffff;

    private final FileChannel channel;
    private final InputStream directory;
    private long left;

    /** @throws IOException where it is no such archive */
    ZipInput(Path archive) throws IOException {
        channel = FileChannel.open(archive);
        try {
            Directory its = directory();
            left = its.count();
            directory = new BufferedInputStream(part(its.begin(), its.length()), 64 * 1024);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where it lies in the file. */
    private record Directory(long count, long begin, long length) {}

    /**
     * An entry.
     *
     * @param mode its type and rights, as in Unix; 0 where they aren't known
     * @param offset where its header begins
     */
    record Entry(String name, int mode, FileTime modified, int method, long packed, long offset) {
        boolean isDirectory() {
            return name.endsWith("/");
        }

        boolean isLink() {
            return (mode & ZipFormat.FILE_TYPE) == ZipFormat.LINK;
        }
    }

    private Directory directory() throws IOException {
        long size = channel.size();
        int length = (int) Math.min(size, ZipFormat.END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = read(size - length, length);
        int at = length - ZipFormat.END_LENGTH;
        while (at >= 0 && !isEnd(tail, at)) {
            at--;
        }
        if (at < 0) {
            throw new IOException("it is no zip archive, or was cut off");
        }
        long end = size - length + at;
        long locator = end - ZipFormat.END64_LOCATOR_LENGTH;
        if (locator >= 0) {
            ByteBuffer found = read(locator, ZipFormat.END64_LOCATOR_LENGTH);
            if (found.getInt(0) == ZipFormat.END64_LOCATOR) {
                ByteBuffer end64 = read(found.getLong(8), ZipFormat.END64_LENGTH);
                return new Directory(end64.getLong(32), end64.getLong(48), end64.getLong(40));
            }
        }
        return new Directory(
                Short.toUnsignedLong(tail.getShort(at + 10)),
                Integer.toUnsignedLong(tail.getInt(at + 16)),
                Integer.toUnsignedLong(tail.getInt(at + 12)));
    }

    /** Its comment must reach to the end: what looks like one may be part of a comment. */
    private static boolean isEnd(ByteBuffer tail, int at) {
        return tail.getInt(at) == ZipFormat.END
                && at + ZipFormat.END_LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit();
    }

    /** Null after the last. */
    @Nullable
    Entry next() throws IOException {
        if (left == 0) {
            return null;
        }
        left--;
        ByteBuffer header = ZipFormat.buffer(take(ZipFormat.CENTRAL_HEADER_LENGTH));
        if (header.getInt(0) != ZipFormat.CENTRAL_HEADER) {
            throw new IOException("the archive's directory is broken");
        }
        if ((header.getShort(8) & ZipFormat.ENCRYPTED) != 0) {
            throw new IOException("the archive is encrypted");
        }
        byte[] name = take(Short.toUnsignedInt(header.getShort(28)));
        ByteBuffer fields = ZipFormat.buffer(take(Short.toUnsignedInt(header.getShort(30))));
        directory.skipNBytes(Short.toUnsignedInt(header.getShort(32)));
        long plain = Integer.toUnsignedLong(header.getInt(24));
        long packed = Integer.toUnsignedLong(header.getInt(20));
        long offset = Integer.toUnsignedLong(header.getInt(42));
        ByteBuffer numbers = field(fields, ZipFormat.ZIP64_FIELD);
        if (plain == ZipFormat.BEYOND) {
            next(numbers);
        }
        packed = packed == ZipFormat.BEYOND ? next(numbers) : packed;
        offset = offset == ZipFormat.BEYOND ? next(numbers) : offset;
        boolean unix = header.get(5) == ZipFormat.UNIX;
        return new Entry(
                new String(name, StandardCharsets.UTF_8),
                unix ? header.getInt(38) >>> 16 : 0,
                modified(field(fields, ZipFormat.TIMES_FIELD), header.getInt(12)),
                header.getShort(10),
                packed,
                offset);
    }

    /** What the field of that id holds; nothing where there is no such field. */
    private static ByteBuffer field(ByteBuffer fields, int wanted) {
        ByteBuffer rest = fields.duplicate().order(fields.order());
        while (rest.remaining() >= 4) {
            int id = Short.toUnsignedInt(rest.getShort());
            int length = Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining());
            if (id == wanted) {
                return rest.limit(rest.position() + length);
            }
            rest.position(rest.position() + length);
        }
        return rest.limit(rest.position());
    }

    /** Go, and so gitlab-runner, says it to the second and of no zone, beside MS-DOS' time. */
    private static FileTime modified(ByteBuffer times, int dosTime) {
        boolean told = times.remaining() >= 1 + Integer.BYTES && (times.get() & 1) != 0;
        return told ? FileTime.from(times.getInt(), TimeUnit.SECONDS) : ZipFormat.time(dosTime);
    }

    private static long next(ByteBuffer numbers) throws IOException {
        if (numbers.remaining() < Long.BYTES) {
            throw new IOException("the archive's directory is broken");
        }
        return numbers.getLong();
    }

    /** What was packed; whoever asked closes it. */
    InputStream content(Entry entry) throws IOException {
        ByteBuffer header = read(entry.offset(), ZipFormat.LOCAL_HEADER_LENGTH);
        if (header.getInt(0) != ZipFormat.LOCAL_HEADER) {
            throw new IOException("the archive is broken at " + entry.name());
        }
        long begin = entry.offset()
                + ZipFormat.LOCAL_HEADER_LENGTH
                + Short.toUnsignedInt(header.getShort(26))
                + Short.toUnsignedInt(header.getShort(28));
        InputStream content = part(begin, entry.packed());
        return switch (entry.method()) {
            case ZipFormat.STORED -> content;
            case ZipFormat.DEFLATED -> new Inflated(content);
            default ->
                throw new IOException(entry.name() + " is packed by a method that is not known: " + entry.method());
        };
    }

    private byte[] take(int length) throws IOException {
        return exactly(length, directory);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        return ZipFormat.buffer(exactly(length, part(at, length)));
    }

    /** Some bytes of the file, wherever others read. */
    private InputStream part(long begin, long length) throws IOException {
        boolean within = begin >= 0 && length >= 0 && begin <= channel.size() - length;
        if (!within) {
            throw new EOFException("the archive ends too early");
        }
        return new BoundedSeekableByteChannelInputStream(begin, length, channel);
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the archive ends too early");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Frees what the library holds outside the heap. */
    private static final class Inflated extends InflaterInputStream {
        Inflated(InputStream content) {
            // The library asks for one byte more than there is; see Inflater(boolean).
            super(new SequenceInputStream(content, new ByteArrayInputStream(new byte[1])), new Inflater(true), 8192);
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
