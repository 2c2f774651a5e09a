package dev.ondes.messaging.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class StartRefusalTest {
    private final StartRefusal filter = new StartRefusal();

    @Test
    void saysInOneLineWhatIsWrongWithTheSettings() {
        LogRecord line = failedBy(new IllegalArgumentException("ondes.alerter.replay must be longer than nothing"));

        assertThat(filter.isLoggable(line)).isTrue();

        assertThat(line.getMessage())
                .isEqualTo("the start is refused: ondes.alerter.replay must be longer than nothing");
        assertThat(line.getThrown()).isNull();
    }

    @Test
    void namesAFileThatIsNotThere() {
        LogRecord line = failedBy(new UncheckedIOException(new NoSuchFileException("/etc/ondes/keys")));

        filter.isLoggable(line);

        assertThat(line.getMessage()).isEqualTo("the start is refused: there is no file /etc/ondes/keys");
    }

    @Test
    void leavesAMistakeOfOursAsItIs() {
        LogRecord line = failedBy(new NullPointerException("composition"));

        assertThat(filter.isLoggable(line)).isTrue();

        assertThat(line.getMessage()).isEqualTo("Failed to start application");
        assertThat(line.getThrown()).hasRootCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void leavesOtherLinesAsTheyAre() {
        LogRecord line = failedBy(new IllegalArgumentException("of a job"));
        line.setLoggerName("dev.ondes.scheduler");

        assertThat(filter.isLoggable(line)).isTrue();

        assertThat(line.getThrown()).isNotNull();
    }

    private static LogRecord failedBy(Exception cause) {
        var line = new LogRecord(Level.SEVERE, "Failed to start application");
        line.setLoggerName("io.quarkus.runtime.Application");
        line.setThrown(new RuntimeException("Failed to start quarkus", cause));
        return line;
    }
}
