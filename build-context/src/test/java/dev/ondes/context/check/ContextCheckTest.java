package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.context.check.ContextEntry.File;
import dev.ondes.context.check.ContextEntry.Folder;
import dev.ondes.context.check.ContextEntry.HardLink;
import dev.ondes.context.check.ContextEntry.Link;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextCheckTest {
    private static final ContextCheck CHECK = new ContextCheck(ContextLimits.DEFAULT);

    private final List<ContextEntry> taken = new ArrayList<>();

    @Test
    void tellsWhatTheArchiveIs() throws Exception {
        var tar = TestTar.withDockerfile().folder("src/").file("src/a", "hello");

        CheckedContext context = check(tar.gzip());

        assertThat(context)
                .isEqualTo(new CheckedContext(
                        sha256(tar.tar()), sha256(tar.gzip()), tar.gzip().length, tar.tar().length, 3));
    }

    @Test
    void handsOnEntriesByTheirShortestPaths() throws IOException {
        check(TestTar.withDockerfile()
                .folder("./")
                .folder("./a/")
                .file("./a/b", "hello")
                .hardLink("a/c", "./a/b")
                .link("a/d", "../x/./y")
                .link("loop", "loop")
                .gzip());

        assertThat(taken)
                .containsExactly(
                        new File("Dockerfile", 0644, Instant.EPOCH, 13),
                        new Folder("a", 0644, Instant.EPOCH),
                        new File("a/b", 0644, Instant.EPOCH, 5),
                        new HardLink("a/c", "a/b"),
                        new Link("a/d", "../x/./y"),
                        new Link("loop", "loop"));
    }

    @Test
    void handsOnContent() throws IOException {
        List<String> contents = new ArrayList<>();

        CHECK.check(
                new ByteArrayInputStream(TestTar.withDockerfile()
                        .file("a", "hello")
                        .file("b", "x".repeat(512))
                        .gzip()),
                "Dockerfile",
                (entry, content) -> contents.add(new String(content.readAllBytes(), UTF_8)));

        assertThat(contents).containsExactly("FROM scratch\n", "hello", "x".repeat(512));
    }

    @Test
    void takesLongNamesOfEitherKindAndGitsComment() throws IOException {
        String name = "long/" + "é".repeat(100);

        check(TestTar.withDockerfile()
                .pax('g', "comment=0123456789abcdef")
                .pax('x', "path=" + name, "mtime=1.5", "linkpath=unused")
                .file("short", "1")
                .entry("././@LongLink", 'L', "", (name + "2\0").getBytes(UTF_8))
                .file("short", "2")
                .file("short", "3")
                .gzip());

        assertThat(taken).extracting(ContextEntry::path).containsExactly("Dockerfile", name, name + "2", "short");
    }

    @Test
    void takesAFolderThatIsNamedAfterWhatIsInIt() throws IOException {
        assertThat(check(TestTar.withDockerfile().file("a/b/c", "").folder("a/").gzip())
                        .entries())
                .isEqualTo(3);
    }

    @Test
    void takesADockerfileInAFolder() throws IOException {
        byte[] archive =
                new TestTar().file("docker/app.Dockerfile", "FROM scratch").gzip();

        assertThat(CHECK.check(new ByteArrayInputStream(archive), "docker/app.Dockerfile", EntryConsumer.NONE)
                        .entries())
                .isEqualTo(1);
    }

    @Test
    void takesGzipInSeveralMembersHoweverTheyArrive() throws IOException {
        byte[] tar = TestTar.withDockerfile().file("a", "hello").tar();
        byte[] first = TestTar.gzip(Arrays.copyOf(tar, 1000));
        byte[] second = TestTar.gzip(Arrays.copyOfRange(tar, 1000, tar.length));

        CheckedContext context =
                CHECK.check(new SequenceInputStream(drop(first), drop(second)), "Dockerfile", EntryConsumer.NONE);

        assertThat(context.tarSize()).isEqualTo(tar.length);
        assertThat(context.size()).isEqualTo(first.length + second.length);
    }

    @Test
    void whatTheSourceThrowsIsNotTakenForABadArchive() {
        byte[] archive = TestTar.withDockerfile().file("a", "hello").gzip();
        var broken =
                new SequenceInputStream(new ByteArrayInputStream(archive, 0, archive.length / 2), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });

        assertThatThrownBy(() -> CHECK.check(broken, "Dockerfile", EntryConsumer.NONE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void aNameInAMessageShowsNoControlCharacter() {
        assertThatThrownBy(() -> check(
                        TestTar.withDockerfile().file("../\u001b[31mred\n", "x").gzip()))
                .hasMessageEndingWith("(../\ufffd[31mred\ufffd)");
    }

    @Test
    void remembersHundredThousandsOfPathsInLittleSpace() {
        var seen = new SeenPaths();
        for (int i = 0; i < 300_000; i++) {
            seen.put("folder/" + i, i % 2 == 0 ? SeenPaths.Kind.FILE : SeenPaths.Kind.LINK);
        }

        assertThat(seen.get("folder/0")).isEqualTo(SeenPaths.Kind.FILE);
        assertThat(seen.get("folder/299999")).isEqualTo(SeenPaths.Kind.LINK);
        assertThat(seen.get("folder/300000")).isNull();
    }

    private CheckedContext check(byte[] archive) throws IOException {
        return CHECK.check(new ByteArrayInputStream(archive), "Dockerfile", (entry, content) -> taken.add(entry));
    }

    /** Byte by byte, never knowing what comes. */
    private static InputStream drop(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
