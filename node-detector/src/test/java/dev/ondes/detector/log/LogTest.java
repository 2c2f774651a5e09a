package dev.ondes.detector.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String line(boolean json) {
        new Log(new PrintStream(bytes, true, StandardCharsets.UTF_8), new TestClock(), "node-1", json)
                .say("notice", "it \"goes\"\naway", Map.of(Log.Key.KIND, "spot-interruption", Log.Key.INSTANCE, "i-1"));
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void writesKeysAndValues() {
        assertThat(line(false))
                .isEqualTo("time=2026-03-04T10:00:00Z node=node-1 event=notice instance=i-1 kind=spot-interruption"
                        + " detail=\"it 'goes' away\"");
    }

    @Test
    void writesJson() {
        assertThat(line(true))
                .isEqualTo(
                        "{\"time\":\"2026-03-04T10:00:00Z\",\"node\":\"node-1\",\"event\":\"notice\",\"instance\":\"i-1\","
                                + "\"kind\":\"spot-interruption\",\"detail\":\"it \\\"goes\\\" away\"}");
    }
}
