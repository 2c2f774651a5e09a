package dev.ondes.agent.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Numbers of the zip format that its writer and reader share; PKWARE's APPNOTE.TXT 6.3. All are little-endian. A size or offset of
 * {@value #BEYOND} stands in the Zip64 field.
 */
final class ZipFormat {
    static final int LOCAL_HEADER = 0x04034b50;
    static final int CENTRAL_HEADER = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;
    static final int END64_LOCATOR = 0x07064b50;

    static final int LOCAL_HEADER_LENGTH = 30;
    static final int CENTRAL_HEADER_LENGTH = 46;
    static final int END_LENGTH = 22;
    static final int END64_LENGTH = 56;
    static final int END64_LOCATOR_LENGTH = 20;

    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int ENCRYPTED = 1;
    static final int UTF8_NAME = 1 << 11;
    /** The upper half of an entry's attributes is its mode as in Unix. */
    static final int UNIX = 3;

    static final int ZIP64_FIELD = 1;
    /** Info-ZIP's: times in seconds since 1970; the first of its flags says that the last change's is among them. */
    static final int TIMES_FIELD = 0x5455;

    static final int VERSION = 20;
    static final int VERSION_64 = 45;
    static final long BEYOND = 0xffff_ffffL;
    static final int MANY = 0xffff;

    static final int FILE_TYPE = 0170000;
    static final int LINK = 0120000;
    static final int DIRECTORY = 0040000;
    static final int FILE = 0100000;

    private static final int FIRST_YEAR = 1980;
    private static final int LAST_YEAR = 2107;

    private ZipFormat() {}

    static ByteBuffer buffer(int length) {
        return buffer(new byte[length]);
    }

    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As MS-DOS has it: local time, each second second; the nearest that it can say. */
    static int dosTime(FileTime time) {
        LocalDateTime local = LocalDateTime.ofInstant(time.toInstant(), ZoneId.systemDefault());
        if (local.getYear() < FIRST_YEAR) {
            local = LocalDateTime.of(FIRST_YEAR, 1, 1, 0, 0);
        } else if (local.getYear() > LAST_YEAR) {
            local = LocalDateTime.of(LAST_YEAR, 12, 31, 23, 59, 58);
        }
        return (local.getYear() - FIRST_YEAR) << 25
                | local.getMonthValue() << 21
                | local.getDayOfMonth() << 16
                | local.getHour() << 11
                | local.getMinute() << 5
                | local.getSecond() / 2;
    }

    /** The first of all where it says no time. */
    static FileTime time(int dosTime) {
        try {
            var local = LocalDateTime.of(
                    FIRST_YEAR + (dosTime >>> 25),
                    dosTime >>> 21 & 15,
                    dosTime >>> 16 & 31,
                    dosTime >>> 11 & 31,
                    dosTime >>> 5 & 63,
                    2 * (dosTime & 31));
            return FileTime.from(local.atZone(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeException e) {
            return time(1 << 21 | 1 << 16);
        }
    }
}
