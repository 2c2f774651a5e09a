package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileArchivesTest {
    private static final int KIB = 1024;
    private static final ContextLimits LIMITS =
            new ContextLimits(64 * KIB, 2048 * KIB, 100, 256 * KIB, 20, 5, 1024 * KIB, 6 * KIB, 8 * KIB);

    record Hostile(String what, Refusal refusal, byte[] archive) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Hostile> archives() {
        List<Hostile> all = new ArrayList<>(names());
        all.addAll(links());
        all.addAll(kinds());
        all.addAll(sizes());
        all.addAll(formats());
        all.addAll(dockerfiles());
        return all;
    }

    private static List<Hostile> names() {
        return List.of(
                hostile("up and out", Refusal.NAME_LEAVES_CONTEXT, good().file("../evil", "x")),
                hostile("up and out from a folder", Refusal.NAME_LEAVES_CONTEXT, good().file("a/../../evil", "x")),
                hostile("up, but within", Refusal.NAME_LEAVES_CONTEXT, good().file("a/../b", "x")),
                hostile("two dots at the end", Refusal.NAME_LEAVES_CONTEXT, good().folder("a/..")),
                hostile(
                        "up by a long name",
                        Refusal.NAME_LEAVES_CONTEXT,
                        good().pax('x', "path=../evil").file("harmless", "x")),
                hostile(
                        "up by GNU's long name",
                        Refusal.NAME_LEAVES_CONTEXT,
                        gnuLong('L', "../evil").file("harmless", "x")),
                hostile("absolute", Refusal.NAME_ABSOLUTE, good().file("/etc/passwd", "x")),
                hostile("absolute behind a dot", Refusal.NAME_ABSOLUTE, good().file(".//etc/passwd", "x")),
                hostile("no name", Refusal.NAME_EMPTY, good().file("", "x")),
                hostile("a dot as a file", Refusal.NAME_EMPTY, good().file("./", "x")),
                hostile("a backslash", Refusal.NAME_UNUSABLE, good().file("a\\..\\..\\evil", "x")),
                hostile(
                        "a NUL in a long name",
                        Refusal.NAME_UNUSABLE,
                        good().pax('x', "path=a\0b").file("a", "x")),
                hostile("not UTF-8", Refusal.NAME_UNUSABLE, good().header(new byte[] {'a', (byte) 0xff}, '0', "", 0)),
                hostile("two slashes", Refusal.NAME_UNUSABLE, good().file("a//b", "x")),
                hostile("a dot within", Refusal.NAME_UNUSABLE, good().file("a/./b", "x")),
                hostile("a file that ends in a slash", Refusal.NAME_UNUSABLE, good().file("a/", "x")),
                hostile(
                        "a long part",
                        Refusal.NAME_TOO_LONG,
                        good().pax('x', "path=" + "a".repeat(256)).file("a", "x")),
                hostile(
                        "a long name",
                        Refusal.NAME_TOO_LONG,
                        gnuLong('L', "a/b/c/d/" + "é".repeat(2045)).file("a", "x")),
                hostile("deep", Refusal.TOO_DEEP, good().file("1/2/3/4/5/6", "x")),
                hostile("twice", Refusal.DUPLICATE, good().file("a", "x").file("a", "y")),
                hostile(
                        "twice, once with a dot",
                        Refusal.DUPLICATE,
                        good().file("a", "x").file("./a", "y")),
                hostile("a Dockerfile that replaces the first", Refusal.DUPLICATE, good().file("Dockerfile", "FROM x")),
                hostile("a folder twice", Refusal.DUPLICATE, good().folder("a/").folder("a")),
                hostile(
                        "a folder that becomes a link",
                        Refusal.DUPLICATE,
                        good().folder("a/").link("a", "b")),
                hostile(
                        "a file as a folder",
                        Refusal.FILE_AS_FOLDER,
                        good().file("a", "x").file("a/b", "y")),
                hostile(
                        "a folder as a file",
                        Refusal.FILE_AS_FOLDER,
                        good().file("a/b", "x").file("a", "y")),
                hostile(
                        "a folder as a link",
                        Refusal.FILE_AS_FOLDER,
                        good().file("a/b", "x").link("a", "c")));
    }

    private static List<Hostile> links() {
        return List.of(
                hostile("an absolute link", Refusal.LINK_ABSOLUTE, good().link("a", "/etc/passwd")),
                hostile("a link out", Refusal.LINK_LEAVES_CONTEXT, good().link("a", "../x")),
                hostile("a link out from a folder", Refusal.LINK_LEAVES_CONTEXT, good().link("a/b", "../../x")),
                hostile("a link out by a detour", Refusal.LINK_LEAVES_CONTEXT, good().link("a", "b/../../x")),
                hostile(
                        "a link through a link that seems to stay",
                        Refusal.LINK_LEAVES_CONTEXT,
                        good().link("d/up", "..").link("d/b", "up/../x")),
                hostile(
                        "a link through a link",
                        Refusal.LINK_LEAVES_CONTEXT,
                        good().link("a/up", "..").link("b", "a/up/../x")),
                hostile(
                        "a long link out",
                        Refusal.LINK_LEAVES_CONTEXT,
                        good().pax('x', "linkpath=../x").link("a", "b")),
                hostile(
                        "GNU's long link out",
                        Refusal.LINK_LEAVES_CONTEXT,
                        gnuLong('K', "../x").link("a", "b")),
                hostile("a link to nowhere", Refusal.LINK_EMPTY, good().link("a", "")),
                hostile("a link with a backslash", Refusal.NAME_UNUSABLE, good().link("a", "..\\x")),
                hostile(
                        "a file through a link",
                        Refusal.BELOW_LINK,
                        good().link("a", ".").file("a/b", "x")),
                hostile(
                        "a folder through a link",
                        Refusal.BELOW_LINK,
                        good().link("a", "b").folder("a/c")),
                hostile(
                        "a link through a link",
                        Refusal.BELOW_LINK,
                        good().link("a", "b").link("a/c", "d")),
                hostile(
                        "a link that a file replaces",
                        Refusal.DUPLICATE,
                        good().link("a", "b").file("a", "x")),
                hostile("a hard link out", Refusal.HARD_LINK_WITHOUT_FILE, good().hardLink("a", "../../etc/passwd")),
                hostile("an absolute hard link", Refusal.HARD_LINK_WITHOUT_FILE, good().hardLink("a", "/etc/passwd")),
                hostile(
                        "a hard link to what comes later",
                        Refusal.HARD_LINK_WITHOUT_FILE,
                        good().hardLink("a", "b").file("b", "x")),
                hostile(
                        "a hard link to a link",
                        Refusal.HARD_LINK_WITHOUT_FILE,
                        good().link("b", "c").hardLink("a", "b")),
                hostile(
                        "a hard link to a folder",
                        Refusal.HARD_LINK_WITHOUT_FILE,
                        good().folder("b/").hardLink("a", "b")));
    }

    private static List<Hostile> kinds() {
        return List.of(
                hostile("a character device", Refusal.DEVICE, good().entry("a", '3', "", new byte[0])),
                hostile("a block device", Refusal.DEVICE, good().entry("a", '4', "", new byte[0])),
                hostile("a named pipe", Refusal.FIFO, good().entry("a", '6', "", new byte[0])),
                hostile("GNU's sparse file", Refusal.SPARSE, good().entry("a", 'S', "", new byte[0])),
                hostile(
                        "POSIX' sparse file",
                        Refusal.SPARSE,
                        good().pax('x', "GNU.sparse.major=1").file("a", "x")),
                hostile("a kind of its own", Refusal.TYPE_UNKNOWN, good().entry("a", 'V', "", new byte[0])));
    }

    private static List<Hostile> sizes() {
        var random = new Random(7);
        byte[] noise = new byte[80 * KIB];
        random.nextBytes(noise);
        byte[] pieces = new byte[900 * KIB];
        byte[] piece = new byte[20];
        for (int i = 0; i + 2 * KIB <= pieces.length; i += 2 * KIB) {
            random.nextBytes(piece);
            System.arraycopy(piece, 0, pieces, i, piece.length);
        }
        var many = good();
        for (int i = 0; i < 20; i++) {
            many.file("f" + i, "");
        }
        return List.of(
                hostile("large as it comes", Refusal.CONTEXT_TOO_LARGE, good().entry("a", '0', "", noise)),
                hostile(
                        "large once unpacked",
                        Refusal.UNPACKED_TOO_LARGE,
                        good().entry("a", '0', "", pieces)
                                .entry("b", '0', "", pieces)
                                .entry("c", '0', "", pieces)),
                hostile("zeros without end", Refusal.BOMB, good().entry("a", '0', "", new byte[1000 * KIB])),
                hostile("zeros behind the end", Refusal.BOMB, TestTar.gzip(joined(good().tar(), new byte[1000 * KIB]))),
                hostile("many files", Refusal.TOO_MANY_ENTRIES, many),
                hostile(
                        "a large file",
                        Refusal.FILE_TOO_LARGE,
                        good().header("a".getBytes(UTF_8), '0', "", 1024 * KIB + 1)),
                hostile(
                        "a large file by a record",
                        Refusal.FILE_TOO_LARGE,
                        good().pax('x', "size=99999999999").file("a", "x")),
                hostile(
                        "many records",
                        Refusal.HEADER_TOO_LARGE,
                        good().pax('x', "comment=" + "a".repeat(7 * KIB)).file("a", "x")),
                hostile("GNU's huge name", Refusal.HEADER_TOO_LARGE, gnuLong('L', "a".repeat(7 * KIB))));
    }

    private static List<Hostile> formats() {
        byte[] whole = good().gzip();
        byte[] damaged = good().tar();
        damaged[3] ^= 1;
        byte[] wrongSum = whole.clone();
        wrongSum[whole.length - 8] ^= 1;
        byte[] hidden = joined(good().tar(), good().file("hidden", "x").tar());
        return List.of(
                hostile("nothing", Refusal.NOT_GZIP, new byte[0]),
                hostile("plain tar", Refusal.NOT_GZIP, good().tar()),
                hostile("zstd", Refusal.NOT_GZIP, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 0, 0, 0, 0}),
                hostile("a wrong checksum of gzip", Refusal.NOT_GZIP, wrongSum),
                hostile(
                        "gzip of text",
                        Refusal.NOT_TAR,
                        TestTar.gzip("x".repeat(600).getBytes(UTF_8))),
                hostile("a damaged header", Refusal.NOT_TAR, TestTar.gzip(damaged)),
                hostile("cut off in gzip", Refusal.TRUNCATED, Arrays.copyOf(whole, whole.length - 20)),
                hostile("cut off in a file", Refusal.TRUNCATED, TestTar.gzip(Arrays.copyOf(good().tar(), 515))),
                hostile("cut off in a header", Refusal.TRUNCATED, TestTar.gzip(Arrays.copyOf(good().tar(), 1100))),
                hostile("without an end", Refusal.TRUNCATED, TestTar.gzip(good().unfinished())),
                hostile("a second archive behind the end", Refusal.DATA_AFTER_END, TestTar.gzip(hidden)),
                hostile(
                        "rubbish behind gzip",
                        Refusal.DATA_AFTER_END,
                        joined(whole, "rubbish and more".getBytes(UTF_8))),
                hostile("a folder with content", Refusal.HEADER_BROKEN, good().entry("a/", '5', "", new byte[9])),
                hostile("a link with content", Refusal.HEADER_BROKEN, good().entry("a", '2', "b", new byte[9])),
                hostile(
                        "a name for all files",
                        Refusal.HEADER_BROKEN,
                        good().pax('g', "path=Dockerfile").file("a", "x")),
                hostile(
                        "a record without a length",
                        Refusal.HEADER_BROKEN,
                        good().entry("pax", 'x', "", "path=a\n".getBytes(UTF_8))),
                hostile(
                        "a record longer than all",
                        Refusal.HEADER_BROKEN,
                        good().entry("pax", 'x', "", "99 path=a\n".getBytes(UTF_8))),
                hostile(
                        "a record without an end",
                        Refusal.HEADER_BROKEN,
                        good().entry("pax", 'x', "", "10 path=ab".getBytes(UTF_8))),
                hostile(
                        "a record without a value",
                        Refusal.HEADER_BROKEN,
                        good().entry("pax", 'x', "", "7 path\n".getBytes(UTF_8))),
                hostile(
                        "a size that is none",
                        Refusal.HEADER_BROKEN,
                        good().pax('x', "size=-1").file("a", "x")));
    }

    private static List<Hostile> dockerfiles() {
        return List.of(
                hostile("empty archive", Refusal.DOCKERFILE_MISSING, new TestTar()),
                hostile("another name", Refusal.DOCKERFILE_MISSING, new TestTar().file("dockerfile", "FROM x")),
                hostile("in a folder", Refusal.DOCKERFILE_MISSING, new TestTar().file("a/Dockerfile", "FROM x")),
                hostile("empty file", Refusal.DOCKERFILE_EMPTY, new TestTar().file("Dockerfile", "")),
                hostile(
                        "large file",
                        Refusal.DOCKERFILE_TOO_LARGE,
                        new TestTar().file("Dockerfile", "#".repeat(9 * KIB))),
                hostile("a folder of that name", Refusal.DOCKERFILE_NOT_A_FILE, new TestTar().folder("Dockerfile/")),
                hostile("a link of that name", Refusal.DOCKERFILE_NOT_A_FILE, new TestTar().link("Dockerfile", "a")));
    }

    @ParameterizedTest
    @MethodSource("archives")
    void refusesEachForItsOwnReason(Hostile hostile) {
        assertThatThrownBy(() -> new ContextCheck(LIMITS)
                        .check(new ByteArrayInputStream(hostile.archive()), "Dockerfile", EntryConsumer.NONE))
                .asInstanceOf(type(RefusedContextException.class))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(hostile.refusal()))
                .satisfies(refused -> assertThat(refused)
                        .hasMessageStartingWith(hostile.refusal().sentence()));
    }

    @Test
    void thereIsAnArchiveForEachReason() {
        assertThat(archives().stream().map(Hostile::refusal)).containsAll(EnumSet.allOf(Refusal.class));
    }

    private static TestTar good() {
        return TestTar.withDockerfile();
    }

    private static TestTar gnuLong(char type, String text) {
        return good().entry("././@LongLink", type, "", (text + "\0").getBytes(UTF_8));
    }

    private static Hostile hostile(String what, Refusal refusal, TestTar tar) {
        return hostile(what, refusal, tar.gzip());
    }

    private static Hostile hostile(String what, Refusal refusal, byte[] archive) {
        return new Hostile(what, refusal, archive);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
