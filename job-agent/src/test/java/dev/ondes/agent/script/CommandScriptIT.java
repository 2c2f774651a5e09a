package dev.ondes.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent writes for shells, run by each shell that this machine has. */
class CommandScriptIT {
    @TempDir
    Path directory;

    static List<List<String>> shells() {
        return Shells.ofThisMachine();
    }

    private record Ran(int code, String output) {}

    private Ran run(List<String> shell, List<String> commands, Map<String, String> variables) throws Exception {
        Path file = directory.resolve("variables.sh");
        Files.writeString(file, CommandScript.variables(variables));
        Path script = directory.resolve("script.sh");
        Files.writeString(script, CommandScript.of(commands, file, directory, "", false));
        var command = new ArrayList<>(shell);
        command.add(script.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void carriesEachValueUnchanged(List<String> shell) throws Exception {
        String alphabet = "ab '\"$`\\!*?[]{}()<>|&;#~%\n\t=-é🚀";
        for (long seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            var value = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                int at = alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
                value.appendCodePoint(alphabet.codePointAt(at));
            }
            value.append('.');

            Ran ran = run(shell, List.of("printf '%s' \"$VALUE\" >value"), Map.of("VALUE", value.toString()));

            assertThat(ran.code()).as(ran.output()).isZero();
            assertThat(directory.resolve("value")).as("seed %d", seed).hasContent(value.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void showsEachCommandAndEndsAtTheFirstThatFails(List<String> shell) throws Exception {
        Ran ran = run(
                shell,
                List.of("echo one", "A=$((1 + 1))\necho \"it's $A\"", "cd /", "pwd", "(exit 3)", "echo never"),
                Map.of());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.output().replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo("$ echo one\none\n$ A=$((1 + 1)) # collapsed multi-line command\nit's 2\n$ cd /\n$ pwd\n/\n"
                        + "$ (exit 3)\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void runsACommandThatGoesOverSeveralItems(List<String> shell) throws Exception {
        Ran ran = run(shell, List.of("if true; then", "echo inside", "fi", "false || true"), Map.of());

        assertThat(ran.code()).isZero();
        assertThat(ran.output()).contains("inside");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void readsBackWhatAnEarlierPhaseLeftInGitlabEnv(List<String> shell) throws Exception {
        Path env = directory.resolve("env");
        Files.writeString(env, "A=1 and 2\nB=x=y\n1BAD=z\nno assignment\nC='q'");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("GITLAB_ENV", env.toString());
        variables.put("not-a-name", "x");

        Ran ran = run(shell, List.of("echo \"<$A|$B|$C>\""), variables);

        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("<1 and 2|x=y|'q'>");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void givesCommandsNoInput(List<String> shell) throws Exception {
        Ran ran = run(shell, List.of("cat", "echo after"), Map.of());

        assertThat(ran.output()).endsWith("after\n");
    }
}
