package dev.ondes.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of more files than a small heap could list: the agent's is 192 MiB, and artifacts may hold a million. */
class ManyFilesIT {
    private static final int FILES = 70_000;
    private static final String PATH = "node_modules/@some-scope/some-package/dist/esm/internal/some-file.js";

    @TempDir
    Path directory;

    @Test
    void packsAndUnpacksThemInAFewMebibytes() throws Exception {
        Files.createDirectories(directory.resolve("from").resolve(PATH).getParent());
        Files.writeString(directory.resolve("from").resolve(PATH), "content");
        Files.createDirectories(directory.resolve("to"));

        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        assertThat(directory.resolve("to").resolve(PATH)).hasContent("content");
        try (var zip = new ZipFile(directory.resolve("x.zip").toFile())) {
            assertThat(zip.size()).isEqualTo(FILES);
        }
    }

    /** Packs one file again and again, and unpacks that. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Path archive = directory.resolve("x.zip");
            try (var files = new FileList(directory.resolve("files"))) {
                for (int i = 0; i < FILES; i++) {
                    files.add(PATH);
                }
                ZipWriter.write(directory.resolve("from"), files, archive, System.out::println);
            }
            ZipReader.extract(archive, directory.resolve("to"));
        }
    }
}
