package dev.ondes.alerter.packing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link Packer} wrote, in the same order. For one thread. */
public final class Unpacker {
    private static final int MILLI = 1_000_000;

    private final byte[] bytes;
    private final String[] words;
    private int at;
    private Instant last = Instant.EPOCH;

    /** @param words as they were known when it was packed, or later */
    public Unpacker(byte[] bytes, String[] words) {
        this.bytes = bytes;
        this.words = words;
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte one = bytes[at++];
            value |= (long) (one & 0x7F) << shift;
            if (one >= 0) {
                return value;
            }
        }
    }

    private static long signed(long zigzag) {
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    public long number() {
        return signed(unsigned());
    }

    public <T> @Nullable T part(Function<Unpacker, T> how) {
        return unsigned() == 0 ? null : how.apply(this);
    }

    public @Nullable Long maybe() {
        return unsigned() == 0 ? null : Long.valueOf(number());
    }

    /**
     * One of an enum's constants.
     *
     * @param all in the order in which they are declared
     */
    public <T extends Enum<T>> @Nullable T choice(T[] all) {
        int number = (int) unsigned();
        return number == 0 ? null : all[number - 1];
    }

    public @Nullable String word() {
        int number = (int) unsigned();
        return number == 0 ? null : words[number - 1];
    }

    public @Nullable String text() {
        int length = (int) unsigned() - 1;
        if (length < 0) {
            return null;
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    public @Nullable Instant time() {
        long distance = unsigned();
        if (distance == 0) {
            return null;
        }
        long second = last.getEpochSecond() + signed(distance - 1);
        long rest = unsigned();
        long nano = (rest & 1) == 0 ? (rest >>> 1) * MILLI : rest >>> 1;
        if (second != last.getEpochSecond() || nano != last.getNano()) {
            last = Instant.ofEpochSecond(second, nano);
        }
        return last;
    }

    public Duration duration() {
        return Duration.ofSeconds(number(), unsigned());
    }

    public @Nullable BigDecimal amount() {
        long size = unsigned();
        if (size == 0) {
            return null;
        }
        int scale = (int) number();
        if (size == 1) {
            return BigDecimal.valueOf(number(), scale);
        }
        int length = (int) unsigned();
        at += length;
        return new BigDecimal(new BigInteger(bytes, at - length, length), scale);
    }

    /** What must be there: it was written as something that is never missing. */
    public static <T> T sure(@Nullable T value) {
        return Objects.requireNonNull(value, "missing in what was packed");
    }
}
