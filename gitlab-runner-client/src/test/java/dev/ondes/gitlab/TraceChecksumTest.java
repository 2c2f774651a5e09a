package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceChecksumTest {
    private static final byte[] CHECK = "..123456789..".getBytes(StandardCharsets.US_ASCII);

    private final TraceChecksum checksum = new TraceChecksum();

    @Test
    void isTheWellKnownValueOfCrc32() {
        checksum.update(CHECK, 2, 9);

        assertThat(checksum.current()).isEqualTo(new Checksum("crc32:cbf43926", 9));
    }

    @Test
    void growsPieceByPiece() {
        checksum.update(CHECK, 2, 4);
        assertThat(checksum.current().bytesize()).isEqualTo(4);
        checksum.update(CHECK, 6, 5);

        assertThat(checksum.current()).isEqualTo(new Checksum("crc32:cbf43926", 9));
    }

    @Test
    void hasEightDigitsHoweverSmallItIs() {
        assertThat(checksum.current()).isEqualTo(new Checksum("crc32:00000000", 0));
    }
}
