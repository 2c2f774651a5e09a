package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made once and kept doesn't fill the disk. */
class CacheTest {
    private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void keepsOfAModuleWhatWasUsedLast() throws IOException {
        // Given
        for (int minute : List.of(3, 1, 2)) {
            usedAt(
                    minute,
                    Files.createDirectories(folder.resolve("cli-" + minute + "/opt"))
                            .getParent());
        }
        usedAt(0, Files.createDirectory(folder.resolve("job-agent-1")));

        // When
        Cache.forgetOld(folder, "cli-", 2);

        // Then
        assertThat(names(folder)).containsExactly("cli-2", "cli-3", "job-agent-1");
    }

    /** Seeds are whole containerds; ten minutes are the longest that another cluster needs to copy one. */
    @Test
    void keepsTheImagesThatWereUsedLastAndThoseOfClusters() throws Exception {
        // Given
        Path seeds = Files.createDirectories(folder.resolve("cache/images/seeds"));
        for (int minute = 10; minute < 18; minute++) {
            usedAt(minute, Files.createDirectory(seeds.resolve("seed" + minute)));
        }
        Files.createDirectory(seeds.resolve("being-copied"));
        Path layers = Files.createDirectories(folder.resolve("cache/images/layers"));
        for (int minute = 10; minute < 50; minute++) {
            usedAt(minute, Files.createFile(layers.resolve("layer" + minute + ".tar")));
        }
        Path image = Files.createDirectories(folder.resolve("clusters/other/images/a"));
        Files.writeString(image.resolve("layers"), "layer11 layer12\n");

        // When
        kubernetes("forget");

        // Then
        assertThat(names(seeds))
                .containsExactly("being-copied", "seed12", "seed13", "seed14", "seed15", "seed16", "seed17");
        List<String> newest = IntStream.range(20, 50)
                .mapToObj(minute -> "layer" + minute + ".tar")
                .toList();
        assertThat(names(layers))
                .containsAll(newest)
                .contains("layer11.tar", "layer12.tar")
                .hasSize(32);
    }

    /** A folder's own time says when it was last used; each new layer would have every cluster unpack all images anew. */
    @Test
    void makesNoOtherLayerOfAFolderThatWasOnlyUsed() throws Exception {
        Path program = Files.createDirectories(folder.resolve("program/opt"));
        Path file = Files.writeString(program.resolve("run"), "one");

        usedAt(1, program.getParent());
        kubernetes("image", "ondes/program:1", program.getParent().toString());
        usedAt(2, program.getParent());
        kubernetes("image", "ondes/program:1", program.getParent().toString());

        assertThat(names(folder.resolve("cache/images/layers"))).hasSize(1);
        usedAt(1, Files.writeString(file, "two"));
        kubernetes("image", "ondes/program:1", program.getParent().toString());
        assertThat(names(folder.resolve("cache/images/layers"))).hasSize(2);
    }

    private void kubernetes(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "kubernetes/kubernetes.sh"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "ONDES_CACHE", folder.resolve("cache").toString(),
                        "KUBERNETES_DIR", folder.resolve("clusters/ours").toString()));
        assertThat(builder.start().waitFor()).isZero();
    }

    private static void usedAt(int minute, Path entry) throws IOException {
        Files.setLastModifiedTime(entry, FileTime.from(LONG_AGO.plusSeconds(60L * minute)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
