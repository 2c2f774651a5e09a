package dev.ondes.playground.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    @TempDir
    private Path home;

    @BeforeEach
    void writeReport() throws IOException {
        Path folder = Files.createDirectories(home.resolve("contracts/target/surefire-reports"));
        Files.writeString(folder.resolve("TEST-dev.ondes.SomeTest.xml"), """
                <testsuite>
                  <testcase name="passes" classname="dev.ondes.SomeTest" time="0.1"/>
                  <testcase name="fails" classname="dev.ondes.SomeTest" time="0.1">
                    <failure message="expected: 1&#10; but was: 2">trace</failure>
                  </testcase>
                  <testcase name="breaks" classname="dev.ondes.SomeTest" time="0.1"><error message="no file"/></testcase>
                  <testcase name="isLeftOut" classname="dev.ondes.SomeTest"><skipped message="no broker here"/></testcase>
                </testsuite>
                """);
    }

    @Test
    void countsWhatRanAndNamesWhatFailedAndWhatWasLeftOut() throws IOException {
        Report report = Report.read(home, List.of("contracts", "messaging"), LONG_AGO);

        assertThat(report.run()).isEqualTo(3);
        assertThat(report.failed())
                .containsExactly(
                        "contracts: SomeTest.fails: expected: 1\n     but was: 2",
                        "contracts: SomeTest.breaks: no file");
        assertThat(report.skipped()).containsExactly("contracts: SomeTest.isLeftOut: no broker here");
    }

    @Test
    void readsNoReportOfAnEarlierRun() throws IOException {
        Report report = Report.read(
                home, List.of("contracts"), FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(report.run()).isZero();
        assertThat(report.failed()).isEmpty();
    }
}
