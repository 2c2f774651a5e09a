package dev.ondes.context.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ondes.context.check.CheckedContext;
import dev.ondes.context.check.ContextCheck;
import dev.ondes.context.check.ContextEntry;
import dev.ondes.context.check.ContextLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextPackerTest {
    @TempDir
    private Path temporary;

    private Path context;

    @BeforeEach
    void makeContext() throws IOException {
        context = Files.createDirectory(temporary.resolve("context"));
        write("Dockerfile", "FROM scratch\n");
    }

    @Test
    void sortsByTheBytesOfPathsFoldersBeforeWhatIsInThem() throws IOException {
        for (String path : List.of("b", "a/b/c", "a.txt", "a-b", "a0", "\u00e4", "\ud83d\ude00", "\uff5e", "Z")) {
            write(path, path);
        }

        assertThat(packedPaths())
                .containsExactly(
                        "Dockerfile",
                        "Z",
                        "a-b",
                        "a.txt",
                        "a",
                        "a/b",
                        "a/b/c",
                        "a0",
                        "b",
                        "\u00e4",
                        "\uff5e",
                        "\ud83d\ude00");
    }

    @Test
    void theSameFilesMakeTheSameArchiveWhateverTheirTimesAndRightsAndHoweverManyThreads() throws IOException {
        write("run.sh", "#!/bin/sh\n");
        permit("run.sh", "rwxr-x---");
        write("data", "x".repeat(700_000));
        PackedContext first = pack(1);
        Files.setLastModifiedTime(context.resolve("data"), FileTime.fromMillis(1_234_567_890_123L));
        permit("data", "rw-------");
        permit("run.sh", "rwxrwxrwx");

        PackedContext second = pack(2);

        assertThat(second).isEqualTo(first);
        assertThat(entries())
                .contains(
                        new ContextEntry.File("run.sh", 0755, Instant.EPOCH, 10),
                        new ContextEntry.File("data", 0644, Instant.EPOCH, 700_000));
    }

    @Test
    void theRightToRunAFileIsPartOfTheContext() throws IOException {
        write("run.sh", "#!/bin/sh\n");
        String before = pack(1).tarSha256();
        permit("run.sh", "rwxr--r--");

        assertThat(pack(1).tarSha256()).isNotEqualTo(before);
    }

    @Test
    void whatIsPackedPassesTheCheckAndBearsTheSameHashes() throws IOException {
        write("a/" + "n".repeat(150) + "/\u00fc", "long");
        byte[] noise = new byte[1_000_000];
        new Random(11).nextBytes(noise);
        Files.write(context.resolve("noise"), noise);
        write("empty", "");
        Files.createSymbolicLink(context.resolve("a/link"), Path.of("../Dockerfile"));

        PackedContext packed = pack(3);

        try (InputStream archive = Files.newInputStream(packed.archive())) {
            assertThat(new ContextCheck(ContextLimits.DEFAULT).check(archive, "Dockerfile", (entry, content) -> {}))
                    .isEqualTo(new CheckedContext(
                            packed.tarSha256(), packed.sha256(), packed.size(), packed.tarSize(), packed.entries()));
        }
    }

    @Test
    void leavesOutWhatIsIgnoredButNeverTheDockerfileNorTheIgnoreFiles() throws IOException {
        write(".dockerignore", "**\n!src/*.c\n");
        write("src/a.c", "");
        write("src/a.o", "");
        write("lib/deep/b.c", "");

        assertThat(packedPaths()).containsExactly(".dockerignore", "Dockerfile", "src", "src/a.c");
    }

    @Test
    void takesADockerfileFromAnIgnoredFolderWithTheIgnoreFileBesideIt() throws IOException {
        write(".dockerignore", "nothing-like-this\n");
        write("ci/app/Dockerfile", "FROM scratch\n");
        write("ci/app/Dockerfile.dockerignore", "*\n");
        write("ci/secret", "");
        write("a", "");

        assertThat(packedPaths("ci/app/Dockerfile"))
                .containsExactly(
                        ".dockerignore", "ci", "ci/app", "ci/app/Dockerfile", "ci/app/Dockerfile.dockerignore");
    }

    @Test
    void anIgnoredFolderIsNotEvenLookedInto() throws IOException {
        write(".dockerignore", "secret\n!Dockerfile\n");
        write("secret/a", "");
        Files.createSymbolicLink(context.resolve("secret/out"), Path.of("/etc"));

        assertThat(packedPaths()).containsExactly(".dockerignore", "Dockerfile");
    }

    @Test
    void keepsEmptyFolders() throws IOException {
        Files.createDirectories(context.resolve("a/b"));

        assertThat(packedPaths()).containsExactly("Dockerfile", "a", "a/b");
    }

    @Test
    void aDockerfileThatIsALinkWithinTheContextIsTakenAsTheFileItPointsTo() throws IOException {
        write(".dockerignore", "real\n");
        write("real/Dockerfile", "FROM scratch\n# real\n");
        Files.delete(context.resolve("Dockerfile"));
        Files.createSymbolicLink(context.resolve("Dockerfile"), Path.of("real/Dockerfile"));

        pack(1);

        assertThat(entries()).contains(new ContextEntry.File("Dockerfile", 0644, Instant.EPOCH, 20));
    }

    @Test
    void theArchiveIsNoPartOfItself() throws IOException {
        Path archive = context.resolve("context.tar.gz");

        new ContextPacker(6, 1).pack(ContextTree.of(context, "Dockerfile"), archive);

        assertThat(entries(archive, "Dockerfile"))
                .extracting(ContextEntry::path)
                .containsExactly("Dockerfile");
    }

    @Test
    void namesASocketAndLeavesNoArchive() throws Exception {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = Files.createDirectory(context.resolve("run")).resolve("app.sock");
            server.bind(UnixDomainSocketAddress.of(socket));

            assertRefused(PackProblem.SOCKET, "run/app.sock");
        }
        assertThat(temporary.resolve("context.tar.gz")).doesNotExist();
    }

    @Test
    void namesANamedPipe() throws Exception {
        Process made = new ProcessBuilder("mkfifo", context.resolve("pipe").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertRefused(PackProblem.FIFO, "pipe");
    }

    @Test
    void namesALinkThatLeadsOut() throws IOException {
        Files.createSymbolicLink(context.resolve("python"), Path.of("/usr/bin/python3"));

        assertRefused(PackProblem.LINK_LEAVES_CONTEXT, "python -> /usr/bin/python3");
    }

    @Test
    void namesAFileThatABackslashMakesUnusable() throws IOException {
        write("a\\b", "");

        assertRefused(PackProblem.NAME_UNUSABLE, "a\\b");
    }

    @Test
    void aLineOfTheIgnoreFileThatMeansNothingStopsIt() throws IOException {
        write(".dockerignore", "docs\n[\n");

        assertThatThrownBy(() -> pack(1)).hasMessage("line 2 of the ignore file, \"[\": a bracket isn't closed");
    }

    @Test
    void withoutDockerfileNothingIsPacked() {
        assertThatThrownBy(() -> ContextTree.of(context, "docker/Dockerfile"))
                .hasMessageStartingWith("docker/Dockerfile: there is no Dockerfile here");
        assertThatThrownBy(() -> ContextTree.of(context, "../Dockerfile"))
                .hasMessageStartingWith("../Dockerfile: the Dockerfile must be in the context");
        assertThatThrownBy(() -> ContextTree.of(context.resolve("none"), "Dockerfile"))
                .hasMessageEndingWith("none: this is no folder");
    }

    @Test
    void aFileThatGrowsOrShrinksOrChangesWhileItIsPackedIsNamed() throws IOException {
        for (String now : List.of("", "longer than it was", "other")) {
            write("log", "begun");
            var tar = new CanonicalTar(OutputStream.nullOutputStream());
            Path log = context.resolve("log");
            FileState before = FileState.of(FileState.attributes(log));
            Files.writeString(log, now);
            Files.setLastModifiedTime(log, FileTime.fromMillis(before.changed().toMillis() + 5));

            assertThatThrownBy(() -> tar.file("log", log, before))
                    .hasMessageStartingWith("log: changed while it was packed");
        }
    }

    @Test
    void aFileThatVanishesWhileItIsPackedIsNamed() {
        var tar = new CanonicalTar(OutputStream.nullOutputStream());
        var before = new FileState(5, FileTime.fromMillis(0), false);

        assertThatThrownBy(() -> tar.file("gone", context.resolve("gone"), before))
                .hasMessageStartingWith("gone: changed while it was packed");
    }

    private void assertRefused(PackProblem problem, String path) {
        assertThatThrownBy(() -> pack(1))
                .asInstanceOf(type(PackException.class))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem))
                .satisfies(refused -> assertThat(refused).hasMessage(path + ": " + problem.sentence()));
    }

    private PackedContext pack(int threads) throws IOException {
        return pack("Dockerfile", threads);
    }

    private PackedContext pack(String dockerfile, int threads) throws IOException {
        return new ContextPacker(6, threads)
                .pack(ContextTree.of(context, dockerfile), temporary.resolve("context.tar.gz"));
    }

    private List<String> packedPaths() throws IOException {
        return packedPaths("Dockerfile");
    }

    private List<String> packedPaths(String dockerfile) throws IOException {
        return entries(pack(dockerfile, 1).archive(), dockerfile).stream()
                .map(ContextEntry::path)
                .toList();
    }

    private List<ContextEntry> entries() throws IOException {
        return entries(temporary.resolve("context.tar.gz"), "Dockerfile");
    }

    private static List<ContextEntry> entries(Path archive, String dockerfile) throws IOException {
        List<ContextEntry> entries = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(archive)) {
            new ContextCheck(ContextLimits.DEFAULT).check(bytes, dockerfile, (entry, content) -> entries.add(entry));
        }
        return entries;
    }

    private void permit(String path, String permissions) throws IOException {
        Files.setPosixFilePermissions(context.resolve(path), PosixFilePermissions.fromString(permissions));
    }

    private void write(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
