package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.pod.LogFence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.006007Z"), ZoneOffset.UTC);
    private static final String TIME = "2026-01-02T03:04:05.006007Z ";

    @TempDir
    Path directory;

    private final List<LogFence> published = new ArrayList<>();
    private TraceFile file;

    private JobLog log(boolean sections, boolean timestamps, long limit) {
        file = new TraceFile(directory.resolve("trace"));
        var rules = new MaskRules(List.of("s3cret"), List.of());
        return new JobLog(
                file,
                0,
                rules,
                new LogForm(sections, timestamps, limit),
                CLOCK,
                () -> published.add(LogFence.read(0, file.published())));
    }

    private static void output(JobLog log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.output(bytes, 0, bytes.length);
    }

    private String content() {
        byte[] bytes = new byte[(int) file.published()];
        file.read(0, bytes, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Without what no reader sees. */
    private String seen() {
        return content().replace("\u001b[m", "");
    }

    @Test
    void beginsEachLineWithItsTimeAndItsSource() {
        JobLog log = log(false, true, 1000);

        log.line("hello s3cret");
        output(log, "from the script\nhalf");
        log.line("between");
        output(log, " a line\n");

        assertThat(seen())
                .isEqualTo(TIME + "00O hello [MASKED]\n" + TIME + "01O from the script\n" + TIME + "01O half\n" + TIME
                        + "00O between\n" + TIME + "01O+ a line\n");
    }

    @Test
    void keepsTheFenceWhereItBelongsAtEachMoment() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            published.clear();
            JobLog log = log(true, random.nextBoolean(), 1 + random.nextInt(2000));
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                log.line("x".repeat(random.nextInt(40)));
            }
            assertThat(published).as("seed %d", seed).containsOnly(LogFence.PREPARING);

            log.gateLine("step_script", "Executing");

            assertThat(published.getLast()).isEqualTo(LogFence.GATE_OPEN);
            for (int i = 0; i < random.nextInt(20); i++) {
                output(log, "y".repeat(random.nextInt(40)) + (random.nextBoolean() ? "\n" : ""));
            }
            log.outputEnds();
            log.lastLine(true, "Job succeeded");

            assertThat(published.getLast()).isEqualTo(LogFence.GATE_OPEN);
            assertThat(seen()).endsWith("Job succeeded\u001b[0;m\n");
            assertThat(directory.resolve("trace")).doesNotExist();
        }
    }

    @Test
    void foldsPartsOfTheLogWithoutEmptyLinesBetweenThem() {
        JobLog log = log(true, false, 1000);

        log.sectionStart("a", "First");
        log.sectionEnd("a");
        log.sectionStart("b", "Second");

        assertThat(seen())
                .isEqualTo("section_start:1767323045:a\r\u001b[0K\u001b[0K\u001b[36;1mFirst\u001b[0;m\n"
                        + "section_end:1767323045:a\r\u001b[0Ksection_start:1767323045:b\r\u001b[0K"
                        + "\u001b[0K\u001b[36;1mSecond\u001b[0;m\n");
    }

    @Test
    void hidesASecretThatIsCutBetweenTwoPartsOfALine() {
        JobLog log = log(false, false, 1 << 20);
        byte[] line = ("x".repeat(70_000) + "s3cret and more").getBytes(StandardCharsets.UTF_8);

        log.lines().part(line, 0, 70_003);
        log.lines().part(line, 70_003, line.length - 70_003);
        log.lines().lineEnds();

        assertThat(content()).contains("x[MASKED] and more").doesNotContain("s3c");
        assertThat(published).containsExactly(LogFence.PREPARING);
    }

    @Test
    void cutsAtTheLimitBetweenTwoCharactersAndSaysSoOnce() {
        JobLog log = log(false, false, 60);
        log.gateLine("s", "gate");
        int room = 60 - content().length();

        output(log, "x".repeat(room - 3) + "üüü");
        output(log, "dropped\n");
        log.outputEnds();
        log.lastLine(false, "Job failed");

        assertThat(content()).contains("xü\n\u001b[33;1mJob's log exceeded limit of 60 bytes");
        assertThat(content()).containsOnlyOnce("exceeded limit").doesNotContain("dropped", "\ufffd");
        assertThat(seen()).endsWith("ERROR: Job failed\u001b[0;m\n");
    }

    @Test
    void sumsUpWhatItWrote() {
        JobLog log = log(true, true, 100);
        log.line("a line");
        log.lastLine(true, "Job succeeded");

        var crc = new CRC32();
        crc.update(content().getBytes(StandardCharsets.UTF_8));

        assertThat(file.checksum().bytesize()).isEqualTo(file.published());
        assertThat(file.checksum().crc32()).isEqualTo("crc32:%08x".formatted(crc.getValue()));
    }
}
