package dev.ondes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a runbook tells somebody to type at three in the morning must be understood. */
class RunbookCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("`\\./ondes ((?:events|dead-letters)[^`]*)`");

    static List<String> commands() throws IOException {
        try (Stream<Path> runbooks = Files.list(Path.of("../docs/runbooks"))) {
            return runbooks.flatMap(runbook -> COMMAND.matcher(text(runbook)).results())
                    .map(found -> found.group(1))
                    .distinct()
                    .toList();
        }
    }

    @Test
    void runbooksNameCommands() throws IOException {
        assertThat(commands()).contains("dead-letters list", "events --job ID");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aRunbooksCommandIsUnderstood(String command) {
        var silent = new PrintWriter(new StringWriter());
        var ondes = new CommandLine(
                OndesCli.class,
                new Surroundings.Factory(new Surroundings(Map.of(), silent, silent, (Duration pause) -> {})));

        assertThatCode(() -> ondes.parseArgs(command.replace("ID", "1").split(" ")))
                .doesNotThrowAnyException();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
