package dev.ondes.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class SpoolTest {
    private final KeyRing keyRing = Wiring.keyRing("k1");
    private final TakenJob job = Wiring.takenJob(41, MutableClock.of(Wiring.START, ZoneOffset.UTC), keyRing);

    @TempDir
    Path folder;

    @Test
    void givesTheNextProcessTheVeryEventAndWhatItNeedsToSpeakForTheJob() throws IOException {
        try (var spool = open(keyRing)) {
            spool.keep(job);
        }

        try (var next = open(keyRing)) {
            assertThat(next.left().jobs()).containsExactly(new Spool.LeftJob(job, false));
            assertThat(next.size()).isEqualTo(1);
        }
    }

    @Test
    void forgetsWhatWasRemoved() throws IOException {
        try (var spool = open(keyRing)) {
            spool.keep(job);
            spool.remove(41);
            spool.remove(41);
            assertThat(spool.size()).isZero();
        }

        try (var next = open(keyRing)) {
            assertThat(next.left().jobs()).isEmpty();
        }
    }

    @Test
    void remembersThatAJobGoesBack() throws IOException {
        try (var spool = open(keyRing)) {
            spool.keep(job);
            spool.givingBack(41);
        }

        try (var next = open(keyRing)) {
            assertThat(next.left().jobs()).containsExactly(new Spool.LeftJob(job, true));
        }
    }

    @Test
    void putsFilesAsideThatHoldNoJob() throws IOException {
        Files.writeString(folder.resolve("7.json"), "{ not");
        Files.writeString(folder.resolve("8.json"), "{\"specversion\": \"1.0\"}");
        Files.writeString(folder.resolve("9.json.tmp"), "half");

        try (var spool = open(keyRing)) {
            var left = spool.left();

            assertThat(left.jobs()).isEmpty();
            assertThat(left.unreadable()).containsExactly("7.json", "8.json");
        }
        assertThat(folder.resolve("7.json.unreadable")).exists();
        assertThat(folder.resolve("9.json.tmp")).doesNotExist();
    }

    @Test
    void keepsAJobWhoseKeyIsGoneSinceOthersMayHaveIt() throws IOException {
        try (var spool = open(keyRing)) {
            spool.keep(job);
        }

        try (var next = open(Wiring.keyRing("another"))) {
            var left = next.left().jobs().getFirst().job();
            assertThat(left.event()).isEqualTo(job.event());
            assertThat(left.credentials()).isNull();
        }
    }

    @Test
    void writesNoSecretAndNothingForOtherUsersOfTheMachine() throws IOException {
        try (var spool = open(keyRing)) {
            spool.keep(job);
        }

        Path file = folder.resolve("41.json");
        assertThat(Files.readString(file)).doesNotContain("job-token-41").doesNotContain(FakeGitLab.SECRET_VALUE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void belongsToOneProcess() throws IOException {
        try (var spool = open(keyRing)) {
            assertThatThrownBy(() -> open(keyRing)).hasMessageContaining("another dispatcher uses " + folder);
            assertThat(spool.size()).isZero();
        }
    }

    private Spool open(KeyRing ring) throws IOException {
        return Spool.open(folder, new EventCodec(), ring);
    }
}
