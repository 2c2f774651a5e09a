package dev.ondes.alerter.packing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one after the other, each in as many bytes as it needs: small numbers in one, a time by its distance from the one before it, a
 * word by its number. {@link Unpacker} reads them in the same order. What it reads equals what was written. For one thread.
 */
public final class Packer {
    private static final int ROOM = 512;
    private static final int MILLI = 1_000_000;

    private final Words words;
    private byte[] bytes = new byte[ROOM];
    private int used;
    private long second;

    /** @param words those that it meets are added */
    public Packer(Words words) {
        this.words = words;
    }

    /** All that was written; what is written next begins anew, and the room that much of it took is given back. */
    public byte[] done() {
        byte[] all = Arrays.copyOf(bytes, used);
        bytes = used > ROOM ? new byte[ROOM] : bytes;
        used = 0;
        second = 0;
        return all;
    }

    /** Seven bits a byte, the last ones first; the eighth says that more follow. */
    private void unsigned(long value) {
        if (used + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[used++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[used++] = (byte) rest;
    }

    /** Numbers near 0 are small, whatever their sign. */
    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    public void number(long value) {
        unsigned(zigzag(value));
    }

    /** Something that has values of its own, or nothing. */
    public <T> void part(@Nullable T value, BiConsumer<T, Packer> how) {
        unsigned(value == null ? 0 : 1);
        if (value != null) {
            how.accept(value, this);
        }
    }

    public void maybe(@Nullable Long value) {
        if (value != null) {
            unsigned(1);
            number(value);
        } else {
            unsigned(0);
        }
    }

    /** One of an enum's constants, by its place: what is packed is read by this process alone. */
    @SuppressWarnings("EnumOrdinal")
    public void choice(@Nullable Enum<?> value) {
        unsigned(value == null ? 0 : value.ordinal() + 1L);
    }

    /** What many things have. */
    public void word(@Nullable String value) {
        unsigned(value == null ? 0 : words.of(value) + 1L);
    }

    /** What hardly anything else has. */
    public void text(@Nullable String value) {
        if (value == null) {
            unsigned(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length + 1L);
        raw(utf8);
    }

    private void raw(byte[] value) {
        if (used + value.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + value.length));
        }
        System.arraycopy(value, 0, bytes, used, value.length);
        used += value.length;
    }

    /** The distance of its second, and what is beyond that: milliseconds, or where there is more, nanoseconds. */
    public void time(@Nullable Instant value) {
        if (value == null) {
            unsigned(0);
            return;
        }
        unsigned(zigzag(value.getEpochSecond() - second) + 1);
        second = value.getEpochSecond();
        int nano = value.getNano();
        unsigned(nano % MILLI == 0 ? nano / MILLI * 2L : nano * 2L + 1);
    }

    public void duration(Duration value) {
        number(value.getSeconds());
        unsigned(value.getNano());
    }

    public void amount(@Nullable BigDecimal value) {
        if (value == null) {
            unsigned(0);
            return;
        }
        BigInteger digits = value.unscaledValue();
        boolean small = digits.bitLength() < Long.SIZE;
        unsigned(small ? 1 : 2);
        number(value.scale());
        if (small) {
            number(digits.longValue());
        } else {
            byte[] many = digits.toByteArray();
            unsigned(many.length);
            raw(many);
        }
    }
}
