package dev.ondes.images.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogStreamTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "17, 0, 17", "1099511627776, 1, 0", "1099511627781, 1, 5"})
    void aPositionIsOneGrowingNumber(String id, int stream, long offset) {
        assertThat(Position.of(id)).isEqualTo(new Position(stream, offset));
        assertThat(new Position(stream, offset).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"abc", "-1", "99999999999999999999", "''", "null"},
            nullValues = "null")
    void whatWeNeverSaidIsTheBeginning(String id) {
        assertThat(Position.of(id)).isEqualTo(Position.BEGIN);
    }

    @Test
    void linesKnowTheirBytesWhateverTheirCharacters() throws IOException {
        var lines = new LogLines(new ByteArrayInputStream("Grüße\r\n\nend".getBytes(StandardCharsets.UTF_8)));
        List<LogLines.Line> read = new ArrayList<>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            read.add(line);
        }

        assertThat(read)
                .containsExactly(new LogLines.Line("Grüße", 9), new LogLines.Line("", 1), new LogLines.Line("end", 3));
    }

    @Test
    void aLineWithoutEndIsCut() throws IOException {
        var lines = new LogLines(new ByteArrayInputStream("x".repeat(100_000).getBytes(StandardCharsets.UTF_8)));

        assertThat(lines.next().bytes()).isEqualTo(64 * 1024);
        assertThat(lines.next().bytes()).isEqualTo(100_000 - 64 * 1024);
        assertThat(lines.next()).isNull();
    }
}
