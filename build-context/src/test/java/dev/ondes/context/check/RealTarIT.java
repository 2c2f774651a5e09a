package dev.ondes.context.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people pack by the machine's own tar must pass, in each of its formats. */
class RealTarIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar", "oldgnu"})
    void takesWhatTarPacks(String format) throws Exception {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(context.resolve("a/b"));
        Files.writeString(context.resolve("a/b/" + "n".repeat(90)), "content");
        Files.createSymbolicLink(context.resolve("a/link"), Path.of("../Dockerfile"));
        Files.createLink(context.resolve("a/second"), context.resolve("Dockerfile"));
        Path archive = folder.resolve("context.tar.gz");
        Process tar = new ProcessBuilder(
                        "tar", "-C", context.toString(), "--format=" + format, "-czf", archive.toString(), ".")
                .inheritIO()
                .start();
        assertThat(tar.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(tar.exitValue()).isZero();

        var paths = new TreeSet<String>();
        try (InputStream bytes = Files.newInputStream(archive)) {
            new ContextCheck(ContextLimits.DEFAULT)
                    .check(bytes, "Dockerfile", (entry, content) -> paths.add(entry.path()));
        }

        assertThat(paths)
                .containsExactlyElementsOf(
                        List.of("Dockerfile", "a", "a/b", "a/b/" + "n".repeat(90), "a/link", "a/second"));
    }
}
