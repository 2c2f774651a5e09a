package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void showsALineWithoutItsTimestamp() {
        assertThat(LogText.lines("2026-11-24T15:42:55.507123Z 01O hello\n2026-11-24T15:42:55.507123Z 01E+world\n"))
                .containsExactly("hello", "world");
    }

    @Test
    void showsNoSectionMarkers() {
        String log =
                "section_start:1795533015:step_script[collapsed=true]\r\u001b[0KRunning\nsection_end:1795533015:step_script\r\u001b[0K\n";

        assertThat(LogText.lines(log)).containsExactly("Running", "");
    }

    @Test
    void showsWhatOverwroteTheBeginningOfALine() {
        assertThat(LogText.lines("10 %\r50 %\r100 %\n")).containsExactly("100 %");
    }

    @Test
    void showsNothingOfTheInvisibleBytesThatTheFenceNeeds() {
        assertThat(LogText.lines("done\u001b[m\u001b[m\n")).containsExactly("done");
    }

    @Test
    void leavesColoursOutOnDemand() {
        assertThat(LogText.plainLines("\u001b[32;1m$ make\u001b[0;m\n")).containsExactly("$ make");
    }
}
