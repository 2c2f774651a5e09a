package dev.ondes.context.ignore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case of {@code cases.txt} was also put to Docker's own matcher (moby/patternmatcher 0.6.1), which agreed. */
class IgnoreRulesTest {
    @TempDir
    private Path context;

    /** Columns, by tab: what is expected, path, lines of the file. */
    record Case(String expected, String path, String file) {}

    static List<Case> cases() throws IOException {
        try (var lines = IgnoreRulesTest.class.getResourceAsStream("cases.txt")) {
            assertThat(lines).isNotNull();
            return new String(lines.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.contains("\t"))
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Case(columns[0], columns[1], columns[2].replace('⏎', '\n')))
                    .toList();
        }
    }

    @Test
    void theTableIsLongEnough() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAnIgnoreFileAsDockerDoes(Case example) {
        assertThat(verdict(example.file(), example.path())).isEqualTo(example.expected());
    }

    @Test
    void aByteOrderMarkBeforeTheFirstLineIsNoPartOfIt() {
        assertThat(verdict("\ufeffdocs", "docs")).isEqualTo("ignored");
        assertThat(verdict("\ufeff# docs", "docs")).isEqualTo("kept");
    }

    @Test
    void linesMayEndAsInWindowsAndBlanksAroundThemMayBeAnyWhiteSpace() {
        assertThat(verdict("docs\r\n!docs/a\r\n", "docs/b")).isEqualTo("ignored");
        assertThat(verdict("docs\r\n!docs/a\r\n", "docs/a")).isEqualTo("kept");
        assertThat(verdict("\t\u00a0docs\u2003\u0085", "docs")).isEqualTo("ignored");
        assertThat(verdict("\u001fdocs", "docs")).isEqualTo("kept");
    }

    @Test
    void aMalformedLineIsNamedWithItsNumber() {
        assertThatThrownBy(() -> IgnoreRules.parse("docs\n\n  a[b\n"))
                .isInstanceOf(IgnoreFileException.class)
                .hasMessage("line 3 of the ignore file, \"a[b\": a bracket isn't closed");
    }

    @Test
    void aLineThatDockerCannotReadIsRefused() {
        assertThat(verdict("a".repeat(64 * 1024), "b")).isEqualTo("error");
        assertThat(verdict("a".repeat(64 * 1024 - 1), "b")).isEqualTo("kept");
    }

    @Test
    void theFileBesideTheDockerfileBeatsTheContextsOwn() throws IOException {
        Files.createDirectory(context.resolve("ci"));
        assertThat(IgnoreRules.fileFor(context, "ci/Dockerfile")).isEmpty();

        Files.createFile(context.resolve(".dockerignore"));
        assertThat(IgnoreRules.fileFor(context, "ci/Dockerfile")).contains(".dockerignore");

        Files.createFile(context.resolve("ci/Dockerfile.dockerignore"));
        assertThat(IgnoreRules.fileFor(context, "ci/Dockerfile")).contains("ci/Dockerfile.dockerignore");
        assertThat(IgnoreRules.fileFor(context, "Dockerfile")).contains(".dockerignore");
    }

    private static String verdict(String file, String path) {
        try {
            return IgnoreRules.parse(file).ignores(path) ? "ignored" : "kept";
        } catch (IgnoreFileException e) {
            return "error";
        }
    }
}
