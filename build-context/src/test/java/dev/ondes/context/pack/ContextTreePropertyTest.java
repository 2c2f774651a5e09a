package dev.ondes.context.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.context.ignore.IgnoreRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a walk spares itself, it must find what asking for each file one by one finds. */
class ContextTreePropertyTest {
    private static final int IGNORE_FILES = 300;
    private static final List<String> NAMES = List.of("a", "b", "ab");
    private static final List<String> PATTERNS = List.of(
            "a", "b", "*", "**", "a/b", "a/*", "**/b", "*/b", "a/b/a", "ab/**", "**/a/b", "?b", "a*", "*/*/ab",
            "ab/b/a");

    @TempDir
    private Path root;

    @Test
    void findsWhatAskingForEachFileFinds() throws IOException {
        long seed = Long.getLong("ondes.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Files.writeString(root.resolve("Dockerfile"), "FROM scratch\n");
        grow(root, 3);
        for (int i = 0; i < IGNORE_FILES; i++) {
            List<String> lines = new ArrayList<>();
            for (int j = random.nextInt(1, 5); j > 0; j--) {
                lines.add((random.nextBoolean() ? "!" : "") + PATTERNS.get(random.nextInt(PATTERNS.size())));
            }
            Files.writeString(root.resolve(".dockerignore"), String.join("\n", lines));

            assertThat(walked()).as("seed %d: %s", seed, lines).isEqualTo(asked(String.join("\n", lines)));
        }
    }

    private static void grow(Path folder, int levels) throws IOException {
        for (String name : NAMES) {
            Files.createFile(folder.resolve(name + ".txt"));
            if (levels > 0) {
                grow(Files.createDirectory(folder.resolve(name)), levels - 1);
            }
        }
    }

    private TreeSet<String> walked() throws IOException {
        var files = new TreeSet<String>();
        ContextTree.of(root, "Dockerfile").walk(root.resolve("none"), new TreeVisitor() {
            @Override
            public void folder(String path) {
                // Only files are compared.
            }

            @Override
            public void file(String path, Path file, FileState seen) {
                files.add(path);
            }

            @Override
            public void link(String path, String target) {
                throw new AssertionError(path);
            }
        });
        return files;
    }

    private TreeSet<String> asked(String ignoreFile) throws IOException {
        IgnoreRules rules = IgnoreRules.parse(ignoreFile);
        var files = new TreeSet<>(List.of("Dockerfile", ".dockerignore"));
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> !rules.ignores(path))
                    .forEach(files::add);
        }
        return files;
    }
}
