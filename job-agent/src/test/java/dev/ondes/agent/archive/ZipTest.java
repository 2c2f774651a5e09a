package dev.ondes.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    @TempDir
    Path root;

    private Path from;
    private Path to;
    private final List<String> warnings = new ArrayList<>();
    private FileList files;

    @BeforeEach
    void makeProject() throws IOException {
        from = Files.createDirectories(root.resolve("from"));
        to = Files.createDirectories(root.resolve("to"));
        files = new FileList(root.resolve("files"));
        write("a.txt", "a");
        write("build/app", "binary");
        write("build/deep/er/log.txt", "log");
        write("build/deep/secret.key", "key");
        Files.createDirectories(from.resolve("build/empty"));
        Files.setPosixFilePermissions(from.resolve("build/app"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createSymbolicLink(from.resolve("build/link"), Path.of("app"));
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(from.resolve(path).getParent());
        Files.writeString(from.resolve(path), content);
    }

    private FileSelection selection(String... excludes) {
        return new FileSelection(from, List.of(excludes), warnings::add, files);
    }

    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        files.forEach(found::add);
        return found;
    }

    private FileList only(String path) throws IOException {
        var list = new FileList(root.resolve("only"));
        list.add(path);
        return list;
    }

    @Test
    void takesADirectoryWithAllThatIsInIt() throws Exception {
        FileSelection selection = selection("**/*.key");

        selection.add("build/");

        assertThat(found())
                .containsExactlyInAnyOrder(
                        "build/",
                        "build/app",
                        "build/deep/",
                        "build/deep/er/",
                        "build/deep/er/log.txt",
                        "build/empty/",
                        "build/link");
    }

    @Test
    void takesTheProjectByItsOwnPath() throws Exception {
        FileSelection selection = selection();

        assertThat(selection.add(from.toString())).isEqualTo(9);

        assertThat(found()).contains("a.txt", "build/", "build/app");
    }

    @Test
    void looksBehindALinkToAFolderOfTheProjectWhereAPatternGoesOnThere() throws Exception {
        Files.createSymbolicLink(from.resolve("out"), Path.of("build/deep"));
        FileSelection selection = selection();

        assertThat(selection.add("out/*.key")).isEqualTo(1);

        assertThat(found()).containsExactly("out/secret.key");
    }

    @Test
    void looksBehindNoLinkThatLeadsOutOfTheProject() throws Exception {
        Files.writeString(to.resolve("b.key"), "not the project's");
        Files.createSymbolicLink(from.resolve("out"), to);

        assertThat(selection().add("out/*.key")).isZero();
    }

    @Test
    void takesWhatAPatternMatchesAndAllBelowADirectoryThatItMatches() throws Exception {
        FileSelection selection = selection();

        assertThat(selection.add("**/*.txt")).isEqualTo(2);
        assertThat(selection.add("build/d*")).isEqualTo(3);

        assertThat(found())
                .containsExactlyInAnyOrder(
                        "a.txt", "build/deep/", "build/deep/er/", "build/deep/er/log.txt", "build/deep/secret.key");
    }

    @Test
    void takesEachFileOnceHoweverOftenItIsNamed() throws Exception {
        FileSelection selection = selection();

        assertThat(selection.add("build/deep")).isEqualTo(4);
        assertThat(selection.add("**/*.txt")).isEqualTo(1);
        assertThat(selection.add("build")).isEqualTo(4);
        selection.addFile("a.txt");
        selection.addFile("untracked");

        assertThat(found())
                .containsExactlyInAnyOrder(
                        "build/deep/",
                        "build/deep/er/",
                        "build/deep/er/log.txt",
                        "build/deep/secret.key",
                        "a.txt",
                        "build/",
                        "build/app",
                        "build/empty/",
                        "build/link",
                        "untracked");
    }

    @Test
    void warnsOfWhatIsNotThereOrNotInTheProject() throws Exception {
        FileSelection selection = selection();

        selection.add("nowhere");
        selection.add("../outside");
        selection.add("/etc/passwd");
        selection.add(from + "/a.txt");

        assertThat(warnings).hasSize(3);
        assertThat(warnings.get(0)).contains("nowhere: no matching files");
        assertThat(warnings.get(1)).contains("outside build directory");
        assertThat(found()).containsExactly("a.txt");
    }

    @Test
    void carriesModesTimesAndLinksToTheNextJob() throws Exception {
        Files.setLastModifiedTime(from.resolve("a.txt"), FileTime.from(Instant.parse("2024-05-06T07:08:10Z")));
        FileSelection selection = selection();
        selection.add("a.txt");
        selection.add("build");

        ZipWriter.write(from, files, root.resolve("x.zip"), warnings::add);
        ZipReader.extract(root.resolve("x.zip"), to);

        assertThat(to.resolve("build/deep/er/log.txt")).hasContent("log");
        assertThat(Files.getPosixFilePermissions(to.resolve("build/app")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
        assertThat(Files.readSymbolicLink(to.resolve("build/link"))).isEqualTo(Path.of("app"));
        assertThat(to.resolve("build/empty")).isDirectory();
        assertThat(Files.getLastModifiedTime(to.resolve("a.txt")).toInstant())
                .isEqualTo(Instant.parse("2024-05-06T07:08:10Z"));
    }

    @Test
    void packsAsOthersUnpack() throws Exception {
        FileSelection selection = selection();
        selection.add("build");

        ZipWriter.write(from, files, root.resolve("x.zip"), warnings::add);

        try (ZipFile zip = ZipFile.builder().setPath(root.resolve("x.zip")).get()) {
            ZipArchiveEntry app = zip.getEntry("build/app");
            assertThat(app.getUnixMode()).isEqualTo(UnixStat.FILE_FLAG | 0751);
            assertThat(zip.getInputStream(app)).hasContent("binary");
            assertThat(zip.getEntry("build/empty/").isDirectory()).isTrue();
            assertThat(zip.getUnixSymlink(zip.getEntry("build/link"))).isEqualTo("app");
            assertThat(root.resolve("x.zip.directory")).doesNotExist();
        }
    }

    /** In a stream, sizes follow what is packed, and with 64 bits the headers say them elsewhere. */
    @Test
    void unpacksWhatOthersPackedInAStreamWith64BitsAndAComment() throws Exception {
        try (var zip =
                new ZipArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(root.resolve("x.zip"))))) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.setComment("no comment");
            entry(zip, "bin/größe", UnixStat.FILE_FLAG | 0750, "content");
            entry(zip, "link", UnixStat.LINK_FLAG | 0777, "bin");
        }

        ZipReader.extract(root.resolve("x.zip"), to);

        assertThat(to.resolve("bin/größe")).hasContent("content");
        assertThat(Files.getPosixFilePermissions(to.resolve("bin/größe")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("bin"));
    }

    /** As Go's library does, and gitlab-runner by it. */
    @Test
    void takesTimesToTheSecondWhereOthersSayThem() throws Exception {
        FileTime odd = FileTime.from(Instant.parse("2026-03-01T12:00:01Z"));
        try (var zip =
                new ZipArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(root.resolve("x.zip"))))) {
            var entry = new ZipArchiveEntry("a");
            entry.setLastModifiedTime(odd);
            zip.putArchiveEntry(entry);
            zip.closeArchiveEntry();
        }

        ZipReader.extract(root.resolve("x.zip"), to);

        assertThat(Files.getLastModifiedTime(to.resolve("a"))).isEqualTo(odd);
    }

    @Test
    void carriesAFileLargerThanItsBuffersAndAnEmptyOne() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(5).nextBytes(bytes);
        Files.write(from.resolve("large"), bytes);
        Files.createFile(from.resolve("empty"));
        FileSelection selection = selection();
        selection.add("large");
        selection.add("empty");

        ZipWriter.write(from, files, root.resolve("x.zip"), warnings::add);
        ZipReader.extract(root.resolve("x.zip"), to);

        assertThat(to.resolve("large")).hasBinaryContent(bytes);
        assertThat(to.resolve("empty")).isEmptyFile();
    }

    @Test
    void refusesWhatIsNoArchiveOrWasCutOff() throws Exception {
        ZipWriter.write(from, only("build/app"), root.resolve("x.zip"), warnings::add);
        byte[] whole = Files.readAllBytes(root.resolve("x.zip"));

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(root.resolve("cut.zip"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> ZipReader.extract(cut, to)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesOutWhatHasGoneSinceItWasFound() throws Exception {
        FileSelection selection = selection();
        selection.add("a.txt");
        selection.add("build");
        Files.delete(from.resolve("a.txt"));
        Files.delete(from.resolve("build/link"));

        ZipWriter.write(from, files, root.resolve("x.zip"), warnings::add);
        ZipReader.extract(root.resolve("x.zip"), to);

        assertThat(warnings)
                .containsExactly(
                        "a.txt has gone meanwhile and is left out", "build/link has gone meanwhile and is left out");
        assertThat(to.resolve("build/app")).hasContent("binary");
        assertThat(to.resolve("a.txt")).doesNotExist();
    }

    @Test
    void overwritesWhatAnEarlierArchiveLeft() throws Exception {
        ZipWriter.write(from, only("a.txt"), root.resolve("1.zip"), warnings::add);
        write("a.txt", "newer");
        ZipWriter.write(from, only("a.txt"), root.resolve("2.zip"), warnings::add);

        ZipReader.extract(root.resolve("1.zip"), to);
        ZipReader.extract(root.resolve("2.zip"), to);

        assertThat(to.resolve("a.txt")).hasContent("newer");
    }

    @Test
    void refusesAnArchiveThatReachesOutsideTheProject() throws Exception {
        Path evil = root.resolve("evil.zip");
        try (var zip = new ZipArchiveOutputStream(evil)) {
            entry(zip, "../outside.txt", UnixStat.FILE_FLAG | 0644, "x");
        }

        assertThatThrownBy(() -> ZipReader.extract(evil, to)).hasMessageContaining("outside the project");
        assertThat(root.resolve("outside.txt")).doesNotExist();
    }

    @Test
    void refusesAnArchiveWithANameThatNoFileCanHave() throws Exception {
        Path evil = root.resolve("evil.zip");
        try (var zip = new ZipArchiveOutputStream(evil)) {
            entry(zip, "a\0b", UnixStat.FILE_FLAG | 0644, "x");
        }

        assertThatThrownBy(() -> ZipReader.extract(evil, to))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a name that no file can have");
    }

    @Test
    void refusesAnArchiveThatWritesThroughALinkOfItsOwn() throws Exception {
        Path evil = root.resolve("evil.zip");
        try (var zip = new ZipArchiveOutputStream(evil)) {
            entry(zip, "door", UnixStat.LINK_FLAG | 0777, root.toString());
            entry(zip, "door/outside.txt", UnixStat.FILE_FLAG | 0644, "x");
        }

        assertThatThrownBy(() -> ZipReader.extract(evil, to)).hasMessageContaining("link leads outside");
        assertThat(root.resolve("outside.txt")).doesNotExist();
    }

    private static void entry(ZipArchiveOutputStream zip, String name, int mode, String content) throws IOException {
        var entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }
}
