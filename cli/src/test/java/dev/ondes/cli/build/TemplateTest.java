package dev.ondes.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What GitLab's template says on the command line must be understood. */
class TemplateTest {
    @Test
    void namesOnlyOptionsThatTheCommandHas() throws IOException {
        String template = Files.readString(Path.of("../templates/build-image.gitlab-ci.yml"));
        var err = new PrintWriter(new StringWriter());
        var command = new CommandLine(new BuildCommand(new Surroundings(Map.of(), err, err, (Duration pause) -> {})));

        Set<String> options = Pattern.compile("--[a-z][a-z-]*")
                .matcher(template.lines()
                        .filter(line -> !line.strip().startsWith("#"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(options).contains("--destination", "--dotenv");
        assertThat(command.getCommandSpec().optionsMap().keySet()).containsAll(options);
    }
}
