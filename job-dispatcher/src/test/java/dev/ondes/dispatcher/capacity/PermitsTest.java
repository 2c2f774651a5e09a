package dev.ondes.dispatcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.dispatcher.testing.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class PermitsTest {
    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final List<String> woken = new ArrayList<>();

    @TempDir
    Path folder;

    private Permits permits;

    @BeforeEach
    void setUp() {
        permits = permits();
    }

    @Test
    void wakesTheClassThatHasRoomAgain() {
        report("small", 0);
        report("large", 1);

        report("small", 2);

        assertThat(woken).containsExactly("large", "small");
    }

    @Test
    void doesNotWakeAClassThatHadRoomAllTheTime() {
        report("small", 2);
        report("small", 3);

        assertThat(woken).containsExactly("small");
    }

    @Test
    void wakesAClassWhoseReportsHadStopped() {
        report("small", 2);
        clock.add(Duration.ofSeconds(20));
        int meanwhile = permits.of("small");

        report("small", 2);

        assertThat(meanwhile).isZero();
        assertThat(woken).containsExactly("small", "small");
    }

    @Test
    void wakesAClassWhenItsOnlyJobIsOver() {
        report("small", 1);
        permits.taken("small", 7);

        permits.over("small", 7);

        assertThat(woken).containsExactly("small", "small");
    }

    @Test
    void keepsClassesApart() {
        report("small", 2);
        permits.taken("large", 1);

        assertThat(permits.of("small")).isEqualTo(2);
        assertThat(permits.of("unheard-of")).isZero();
    }

    @Test
    void countsWhatWasTakenBeforeARestartUntilAReportNamesIt() {
        report("small", 2);
        permits.taken("small", 7);
        permits.taken("small", 8);

        permits = permits();
        report("small", 2);

        assertThat(permits.of("small")).isZero();
        assertThat(permits.unseen("small")).isEqualTo(2);
        report("small", 1, 7L);
        assertThat(permits.of("small")).isZero();
        report("small", 0, 7L, 8L);
        assertThat(permits.unseen("small")).isZero();
    }

    @Test
    void doesNotCountAfterARestartWhatAReportNamedOrWhatIsOver() {
        report("small", 2);
        permits.taken("small", 7);
        permits.taken("small", 8);
        report("small", 1, 7L);
        permits.over("small", 8);

        permits = permits();
        report("small", 1);

        assertThat(permits.of("small")).isEqualTo(1);
    }

    @Test
    void hearsThatAJobOfTheEarlierProcessIsOver() {
        permits.taken("small", 7);

        permits = permits();
        report("small", 1);
        permits.over("small", 7);

        assertThat(permits.of("small")).isEqualTo(1);
        assertThat(woken).containsExactly("small");
    }

    /** Its report may have been lost: no class may wait for ever. */
    @Test
    void forgetsAJobOfTheEarlierProcessThatNoReportNamesForLong() {
        permits.taken("small", 7);

        permits = permits();
        for (int seconds = 0; seconds < ClassLedger.FORGOTTEN_AFTER.toSeconds(); seconds += 10) {
            report("small", 1);
            assertThat(permits.of("small")).as("after %d s", seconds).isZero();
            clock.add(Duration.ofSeconds(10));
        }
        report("small", 1);

        assertThat(permits.of("small")).isEqualTo(1);
        permits = permits();
        assertThat(permits.unseen("small")).isZero();
    }

    @Test
    void passesOverWhatIsNoJobAndWhatLayThereForDays() throws IOException {
        permits.taken("small", 7);
        permits.taken("small", 8);
        Files.writeString(folder.resolve("notes.txt"), "by hand");
        Files.setLastModifiedTime(folder.resolve("7.small"), FileTime.from(Wiring.START.minus(Duration.ofDays(2))));
        Files.setLastModifiedTime(folder.resolve("8.small"), FileTime.from(Wiring.START.minus(Duration.ofHours(2))));

        permits = permits();

        assertThat(permits.unseen("small")).isEqualTo(1);
        assertThat(folder.resolve("7.small")).doesNotExist();
    }

    @Test
    void goesOnWithoutADisk() throws IOException {
        Files.writeString(folder.resolve("file"), "no folder");
        permits = new Permits(clock, Duration.ofSeconds(15), new UnseenJobs(folder.resolve("file")), woken::add);
        report("small", 2);

        permits.taken("small", 7);

        assertThat(permits.of("small")).isEqualTo(1);
    }

    private Permits permits() {
        return new Permits(clock, Duration.ofSeconds(15), new UnseenJobs(folder), woken::add);
    }

    private void report(String jobClass, int free, Long... recent) {
        clock.add(Duration.ofMillis(1));
        permits.reported(
                new CapacityReported(List.of(new ClassCapacity(jobClass, 4, 4 - free, 0, free, List.of(recent)))),
                clock.instant());
    }
}
