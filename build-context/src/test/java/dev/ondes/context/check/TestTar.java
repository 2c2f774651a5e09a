package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives by hand, good ones and such as no decent program writes. */
final class TestTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** With a Dockerfile, so that nothing but what is added can be wrong. */
    static TestTar withDockerfile() {
        return new TestTar().file("Dockerfile", "FROM scratch\n");
    }

    TestTar file(String name, String content) {
        return entry(name, '0', "", content.getBytes(UTF_8));
    }

    TestTar folder(String name) {
        return entry(name, '5', "", new byte[0]);
    }

    TestTar link(String name, String target) {
        return entry(name, '2', target, new byte[0]);
    }

    TestTar hardLink(String name, String file) {
        return entry(name, '1', file, new byte[0]);
    }

    TestTar entry(String name, char type, String link, byte[] content) {
        header(name.getBytes(UTF_8), type, link, content.length);
        return content(content);
    }

    TestTar content(byte[] content) {
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    TestTar pax(char type, String... records) {
        var text = new StringBuilder();
        for (String record : records) {
            int length = record.getBytes(UTF_8).length + 2;
            int whole = length + String.valueOf(length + 1).length();
            text.append(whole).append(' ').append(record).append('\n');
        }
        return entry("pax", type, "", text.toString().getBytes(UTF_8));
    }

    TestTar header(byte[] name, char type, String link, long size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644\0".getBytes(ISO_8859_1));
        put(block, 108, "0000000\0".getBytes(ISO_8859_1));
        put(block, 116, "0000000\0".getBytes(ISO_8859_1));
        put(block, 124, String.format("%011o\0", size).getBytes(ISO_8859_1));
        put(block, 136, "00000000000\0".getBytes(ISO_8859_1));
        put(block, 148, "        ".getBytes(ISO_8859_1));
        block[156] = (byte) type;
        put(block, 157, link.getBytes(UTF_8));
        put(block, 257, "ustar\00000".getBytes(ISO_8859_1));
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum).getBytes(ISO_8859_1));
        bytes.writeBytes(block);
        return this;
    }

    private static void put(byte[] block, int at, byte[] value) {
        System.arraycopy(value, 0, block, at, value.length);
    }

    byte[] tar() {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }

    byte[] unfinished() {
        return bytes.toByteArray();
    }

    byte[] gzip() {
        return gzip(tar());
    }

    static byte[] gzip(byte[] content) {
        var archive = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(archive)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }
}
