package dev.ondes.agent.archive;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A zip archive on its way to a file. What the directory at its end says of each entry waits in a file beside it: libraries keep that in
 * memory, where that of some hundred thousand files has no room. For one thread.
 */
final class ZipOutput implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int CRC_AT = 14;
    private static final int FIELD_HEADER = 4;
    /** Two sizes of eight bytes. */
    private static final int LOCAL_FIELD = FIELD_HEADER + 16;

    private final FileChannel channel;
    private final OutputStream out;
    private final Path directoryFile;
    private final OutputStream directory;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] read = new byte[16 * 1024];
    private final byte[] packed = new byte[16 * 1024];
    private long position;
    private long directoryLength;
    private long count;

    /** @param target what was there is gone; beside it another file comes and goes */
    ZipOutput(Path target) throws IOException {
        channel = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        directoryFile = target.resolveSibling(target.getFileName() + ".directory");
        directory = new BufferedOutputStream(Files.newOutputStream(directoryFile), BUFFER);
    }

    /** What both headers of an entry say. */
    private static final class Header {
        private final byte[] name;
        private final int method;
        private final int dosTime;

        Header(String name, int method, FileTime modified) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.method = method;
            this.dosTime = ZipFormat.dosTime(modified);
        }

        ByteBuffer putInto(ByteBuffer buffer, int version) {
            return buffer.putShort((short) version)
                    .putShort((short) ZipFormat.UTF8_NAME)
                    .putShort((short) method)
                    .putInt(dosTime);
        }
    }

    /** What is known of an entry's content once it is written. */
    private record Sizes(int crc, long packed, long plain) {}

    /** Adds an entry of few bytes, as they are. */
    void add(String name, int mode, FileTime modified, byte[] content) throws IOException {
        add(name, mode, modified, new ByteArrayInputStream(content), content.length, ZipFormat.STORED);
    }

    /**
     * Adds a file.
     *
     * @param mode its type and rights, as in Unix
     * @param size bytes that it has now; what has been added to it since is left out
     */
    void add(String name, int mode, FileTime modified, InputStream content, long size) throws IOException {
        add(name, mode, modified, content, size, ZipFormat.DEFLATED);
    }

    private void add(String name, int mode, FileTime modified, InputStream content, long size, int method)
            throws IOException {
        // What can't be packed grows by less than a thousandth.
        boolean large = size + size / 1000 + BUFFER >= ZipFormat.BEYOND;
        var header = new Header(name, method, modified);
        long offset = position;
        write(local(header, large));
        Sizes sizes = method == ZipFormat.STORED ? store(content) : deflate(content, size);
        out.flush();
        complete(offset, header, large, sizes);
        ByteBuffer entry = central(header, mode, offset, sizes);
        directoryLength += entry.position();
        directory.write(bytes(entry));
        count++;
    }

    private static ByteBuffer local(Header header, boolean large) {
        ByteBuffer buffer =
                ZipFormat.buffer(ZipFormat.LOCAL_HEADER_LENGTH + header.name.length + (large ? LOCAL_FIELD : 0));
        buffer.putInt(ZipFormat.LOCAL_HEADER);
        header.putInto(buffer, large ? ZipFormat.VERSION_64 : ZipFormat.VERSION);
        buffer.putInt(0).putInt(0).putInt(0);
        buffer.putShort((short) header.name.length).putShort((short) (large ? LOCAL_FIELD : 0));
        buffer.put(header.name);
        if (large) {
            buffer.putShort((short) ZipFormat.ZIP64_FIELD).putShort((short) 16);
            buffer.putLong(0).putLong(0);
        }
        return buffer;
    }

    /** Writes into the header what wasn't known then. */
    private void complete(long offset, Header header, boolean large, Sizes sizes) throws IOException {
        ByteBuffer buffer = ZipFormat.buffer(12).putInt(sizes.crc());
        if (large) {
            buffer.putInt((int) ZipFormat.BEYOND).putInt((int) ZipFormat.BEYOND);
            ByteBuffer field = ZipFormat.buffer(16).putLong(sizes.plain()).putLong(sizes.packed());
            writeAt(field, offset + ZipFormat.LOCAL_HEADER_LENGTH + header.name.length + FIELD_HEADER);
        } else {
            buffer.putInt((int) sizes.packed()).putInt((int) sizes.plain());
        }
        writeAt(buffer, offset + CRC_AT);
    }

    private static ByteBuffer central(Header header, int mode, long offset, Sizes sizes) {
        ByteBuffer field = ZipFormat.buffer(FIELD_HEADER + 24);
        field.putShort((short) ZipFormat.ZIP64_FIELD).putShort((short) 0);
        int plain = short32(sizes.plain(), field);
        int packed = short32(sizes.packed(), field);
        int at = short32(offset, field);
        boolean large = field.position() > FIELD_HEADER;
        field.putShort(2, (short) (field.position() - FIELD_HEADER));
        field.limit(large ? field.position() : 0).rewind();

        ByteBuffer buffer = ZipFormat.buffer(ZipFormat.CENTRAL_HEADER_LENGTH + header.name.length + field.remaining());
        int version = large ? ZipFormat.VERSION_64 : ZipFormat.VERSION;
        buffer.putInt(ZipFormat.CENTRAL_HEADER).putShort((short) (ZipFormat.UNIX << 8 | version));
        header.putInto(buffer, version);
        buffer.putInt(sizes.crc()).putInt(packed).putInt(plain);
        buffer.putShort((short) header.name.length).putShort((short) field.remaining());
        // No comment, the first disk, no internal attributes.
        buffer.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        boolean directory = (mode & ZipFormat.FILE_TYPE) == ZipFormat.DIRECTORY;
        buffer.putInt(mode << 16 | (directory ? 0x10 : 0)).putInt(at);
        return buffer.put(header.name).put(field);
    }

    /** The number itself, or the sign that it stands in the field. */
    private static int short32(long number, ByteBuffer field) {
        if (number < ZipFormat.BEYOND) {
            return (int) number;
        }
        field.putLong(number);
        return (int) ZipFormat.BEYOND;
    }

    private Sizes store(InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        var crc = new CRC32();
        crc.update(bytes);
        write(bytes, bytes.length);
        return new Sizes((int) crc.getValue(), bytes.length, bytes.length);
    }

    private Sizes deflate(InputStream content, long size) throws IOException {
        var crc = new CRC32();
        deflater.reset();
        long left = size;
        while (left > 0) {
            int length = content.read(read, 0, (int) Math.min(read.length, left));
            if (length < 0) {
                break;
            }
            left -= length;
            crc.update(read, 0, length);
            deflater.setInput(read, 0, length);
            while (!deflater.needsInput()) {
                write(packed, deflater.deflate(packed));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            write(packed, deflater.deflate(packed));
        }
        return new Sizes((int) crc.getValue(), deflater.getBytesWritten(), deflater.getBytesRead());
    }

    /** Writes the directory: without it there is no archive. */
    void finish() throws IOException {
        long begin = position;
        directory.close();
        try (InputStream entries = Files.newInputStream(directoryFile)) {
            position += entries.transferTo(out);
        }
        boolean large = count >= ZipFormat.MANY || position >= ZipFormat.BEYOND;
        if (large) {
            write(end64(begin));
        }
        ByteBuffer end =
                ZipFormat.buffer(ZipFormat.END_LENGTH).putInt(ZipFormat.END).putInt(0);
        short entries = (short) (large ? ZipFormat.MANY : count);
        end.putShort(entries).putShort(entries);
        end.putInt((int) (large ? ZipFormat.BEYOND : directoryLength));
        end.putInt((int) (large ? ZipFormat.BEYOND : begin)).putShort((short) 0);
        write(end);
        out.flush();
    }

    private ByteBuffer end64(long begin) {
        ByteBuffer buffer = ZipFormat.buffer(ZipFormat.END64_LENGTH + ZipFormat.END64_LOCATOR_LENGTH);
        buffer.putInt(ZipFormat.END64).putLong(ZipFormat.END64_LENGTH - 12);
        buffer.putShort((short) (ZipFormat.UNIX << 8 | ZipFormat.VERSION_64)).putShort((short) ZipFormat.VERSION_64);
        buffer.putInt(0)
                .putInt(0)
                .putLong(count)
                .putLong(count)
                .putLong(directoryLength)
                .putLong(begin);
        return buffer.putInt(ZipFormat.END64_LOCATOR)
                .putInt(0)
                .putLong(position)
                .putInt(1);
    }

    private void write(ByteBuffer buffer) throws IOException {
        byte[] bytes = bytes(buffer);
        write(bytes, bytes.length);
    }

    /** All that was put into it. */
    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    private void writeAt(ByteBuffer buffer, long at) throws IOException {
        buffer.flip();
        for (long to = at; buffer.hasRemaining(); ) {
            to += channel.write(buffer, to);
        }
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        try (channel;
                directory) {
            Files.deleteIfExists(directoryFile);
        }
    }
}
