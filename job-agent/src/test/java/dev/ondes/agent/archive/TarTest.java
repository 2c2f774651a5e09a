package dev.ondes.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
    private static final Runnable GO_ON = () -> {};

    @TempDir
    Path root;

    private Path from;
    private Path to;
    private Path archive;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectories(root.resolve("from"));
        to = Files.createDirectories(root.resolve("to"));
        archive = root.resolve("archive");
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(from.resolve(path).getParent());
        Files.writeString(from.resolve(path), content);
    }

    private void pack(int level, String... paths) throws IOException {
        try (var files = new FileList(root.resolve("files"))) {
            var selection = new FileSelection(from, List.of(), warnings::add, files);
            for (String path : paths) {
                selection.add(path);
            }
            TarWriter.write(from, files, archive, level, GO_ON, warnings::add);
        }
    }

    private void extract(long room) throws IOException {
        TarReader.extract(archive, to, room, GO_ON);
    }

    @Test
    void carriesContentsModesTimesAndLinks() throws Exception {
        Instant precise = Instant.parse("2024-05-06T07:08:09.123456700Z");
        write("a/app", "binary");
        write("a/ä".repeat(2) + "/" + "long-".repeat(40), "long");
        Files.createDirectories(from.resolve("a/empty"));
        Files.setPosixFilePermissions(from.resolve("a/app"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(from.resolve("a/app"), FileTime.from(precise));
        Files.createSymbolicLink(from.resolve("a/link"), Path.of("app"));

        pack(Deflater.DEFAULT_COMPRESSION, "a");
        extract(1000);

        assertThat(to.resolve("a/app")).hasContent("binary");
        assertThat(Files.getPosixFilePermissions(to.resolve("a/app")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
        assertThat(Files.getLastModifiedTime(to.resolve("a/app")).toInstant()).isEqualTo(precise);
        assertThat(Files.readSymbolicLink(to.resolve("a/link"))).isEqualTo(Path.of("app"));
        assertThat(to.resolve("a/empty")).isDirectory();
        assertThat(to.resolve("a/ä".repeat(2) + "/" + "long-".repeat(40))).hasContent("long");
        assertThat(warnings).isEmpty();
    }

    /** As Go's module cache is. */
    @Test
    void carriesFoldersThatNobodyMayWriteTo() throws Exception {
        write("go/mod/x.go", "package x");
        Files.setPosixFilePermissions(from.resolve("go/mod"), PosixFilePermissions.fromString("r-xr-xr-x"));

        pack(Deflater.DEFAULT_COMPRESSION, "go");
        extract(1000);

        assertThat(to.resolve("go/mod/x.go")).hasContent("package x");
        assertThat(Files.getPosixFilePermissions(to.resolve("go/mod")))
                .isEqualTo(PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    @Test
    void aHigherLevelMakesALessLargeArchive() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(Integer.toHexString(i * i)).append('\n');
        }
        write("text", text.toString());

        pack(Deflater.BEST_SPEED, "text");
        long fastest = Files.size(archive);
        pack(Deflater.BEST_COMPRESSION, "text");

        assertThat(Files.size(archive)).isLessThan(fastest);
    }

    @Test
    void leavesOutWhatHasGoneSinceItWasFound() throws Exception {
        write("a", "a");
        try (var files = new FileList(root.resolve("files"))) {
            files.add("gone");
            files.add("a");
            TarWriter.write(from, files, archive, 1, GO_ON, warnings::add);
        }

        extract(1000);

        assertThat(warnings).containsExactly("gone has gone meanwhile and is left out");
        assertThat(to.resolve("a")).hasContent("a");
    }

    @Test
    void unpacksNoMoreThanThereIsRoomFor() throws Exception {
        write("zeros", "\0".repeat(1_000_000));
        pack(Deflater.BEST_COMPRESSION, "zeros");

        assertThat(Files.size(archive)).isLessThan(5000);
        assertThatThrownBy(() -> extract(999_999)).hasMessage("the archive unpacks to more than there is room for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "./../outside", "a/./../b/../../outside"})
    void refusesAPathThatLeavesTheProject(String name) throws Exception {
        hostile(tar -> file(tar, name));

        assertThatThrownBy(() -> extract(1000)).hasMessageContaining("outside the project");
        assertThat(root.resolve("outside")).doesNotExist();
    }

    /** The library takes the slash off, as tar does. */
    @Test
    void putsAnAbsolutePathNowhereElse() throws Exception {
        hostile(tar -> {
            var entry = new TarArchiveEntry(root + "/outside", true);
            entry.setSize(1);
            tar.putArchiveEntry(entry);
            tar.write('x');
            tar.closeArchiveEntry();
        });

        assertThatThrownBy(() -> extract(1000)).hasMessageContaining("outside the project");
        assertThat(root.resolve("outside")).doesNotExist();
    }

    @Test
    void refusesToWriteThroughALinkOfItsOwn() throws Exception {
        hostile(tar -> {
            link(tar, "door", TarConstants.LF_SYMLINK, root.toString());
            file(tar, "door/outside");
        });

        assertThatThrownBy(() -> extract(1000)).hasMessageContaining("link leads outside");
        assertThat(root.resolve("outside")).doesNotExist();
    }

    @Test
    void replacesALinkInsteadOfWritingThroughIt() throws Exception {
        Path secret = Files.writeString(root.resolve("secret"), "untouched");
        hostile(tar -> {
            link(tar, "a", TarConstants.LF_SYMLINK, secret.toString());
            file(tar, "a");
        });

        extract(1000);

        assertThat(secret).hasContent("untouched");
        assertThat(to.resolve("a")).isRegularFile().hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void refusesKindsThatNobodyPacks(byte kind) throws Exception {
        hostile(tar -> link(tar, "a", kind, "/etc/passwd"));

        assertThatThrownBy(() -> extract(1000)).hasMessageContaining("no file, folder or symbolic link: a");
        assertThat(to.resolve("a")).doesNotExist();
    }

    @Test
    void refusesANameThatNoMemoryHolds() throws Exception {
        hostile(tar -> {
            var name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            name.setSize(2_000_000);
            tar.putArchiveEntry(name);
            tar.write("n".repeat(2_000_000).getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
            file(tar, "n");
        });

        assertThatThrownBy(() -> extract(1000)).hasMessageContaining("headers that are too long");
    }

    @Test
    void refusesWhatIsNoArchive() throws Exception {
        Files.writeString(archive, "<html>");

        assertThatThrownBy(() -> extract(1000)).isInstanceOf(IOException.class);
    }

    private interface Content {
        void writeTo(TarArchiveOutputStream tar) throws IOException;
    }

    private void hostile(Content content) throws IOException {
        try (var tar = new TarArchiveOutputStream(
                new GZIPOutputStream(Files.newOutputStream(archive)), StandardCharsets.UTF_8.name())) {
            content.writeTo(tar);
        }
    }

    private static void file(TarArchiveOutputStream tar, String name) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(1);
        tar.putArchiveEntry(entry);
        tar.write('x');
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, byte kind, String target) throws IOException {
        var entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
