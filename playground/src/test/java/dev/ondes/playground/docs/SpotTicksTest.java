package dev.ondes.playground.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list in {@code docs/spot.md} says which test shows what: those tests exist. */
class SpotTicksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/spot.md")));

        while (named.find()) {
            String text = tests.getOrDefault(named.group(1), "");
            String method = named.group(2) == null ? "class " + named.group(1) : " " + named.group(2) + "(";
            if (!text.contains(method)) {
                missing.add(named.group());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowSaysWhatShowsItOrWhyItIsNotDone() throws IOException {
        List<String> rows = Files.readString(ROOT.resolve("docs/spot.md"))
                .lines()
                .filter(line -> line.matches("\\| \\d+b? \\|.*"))
                .toList();

        assertThat(rows).hasSize(61).allMatch(row -> row.matches(".*\\| (✔ .*`.*`.*|not done: .+) \\|"));
    }

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> folders = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            Map<String, String> tests = new HashMap<>();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    tests.putAll(files.filter(file -> file.toString().endsWith("Test.java")
                                    || file.toString().endsWith("IT.java"))
                            .collect(Collectors.toMap(
                                    file -> file.getFileName().toString().replace(".java", ""),
                                    SpotTicksTest::read,
                                    String::concat)));
                }
            }
            return tests;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
