package dev.ondes.dispatcher.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenJobsTest {
    private static final int REMEMBERED = 10;

    @TempDir
    Path folder;

    @Test
    void keepsAJobThatStillRunsHoweverManyCameAfterIt() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= 40; id++) {
            given.add(id);
            given.forgetEnded(Set.of(1L));
        }

        assertThat(given.contains(1)).isTrue();
        assertThat(open().contains(1)).as("after a restart").isTrue();
    }

    @Test
    void forgetsOldJobsThatHaveEndedAndTheFileStaysSmall() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= 40; id++) {
            given.add(id);
            given.forgetEnded(Set.of());
        }

        assertThat(given.contains(1)).isFalse();
        assertThat(Files.readAllLines(folder.resolve("given"))).hasSizeLessThanOrEqualTo(REMEMBERED);
    }

    @Test
    void neverForgetsTheNewestThoughGitLabDoesNotShowThemYet() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= REMEMBERED + 1; id++) {
            given.add(id);
        }

        given.forgetEnded(Set.of());

        assertThat(LongStream.rangeClosed(REMEMBERED / 2 + 1, REMEMBERED + 1).allMatch(given::contains))
                .isTrue();
    }

    @Test
    void remembersAfterAPowerCutWhatItHasNoted() throws IOException {
        // Given
        var disk = new PowerlessDisk();
        GivenJobs given = open(disk);
        given.complete(List.of(1L));
        given.add(2);

        // When
        disk.cutPower();

        // Then
        GivenJobs after = open();
        assertThat(after.isComplete()).isTrue();
        assertThat(after.contains(1)).isTrue();
        assertThat(after.contains(2)).isTrue();
    }

    @Test
    void remembersAfterAPowerCutWhatItHasWrittenAnew() throws IOException {
        var disk = new PowerlessDisk();
        GivenJobs given = open(disk);
        given.complete(List.of());
        for (long id = 1; id <= REMEMBERED + 1; id++) {
            given.add(id);
        }
        given.forgetEnded(Set.of(1L));

        disk.cutPower();

        assertThat(open().contains(1)).isTrue();
        assertThat(open().contains(REMEMBERED + 1)).isTrue();
    }

    @Test
    void remembersAfterARestartWhatWasGivenBeforeItWasComplete() throws IOException {
        GivenJobs given = open();
        given.add(2);
        given.complete(List.of(1L));

        assertThat(open().contains(1)).isTrue();
        assertThat(open().contains(2)).isTrue();
    }

    @Test
    void makesUpForANoteThatTheDiskRefusedWithTheNextOne() throws IOException {
        // Given
        var disk = new FullDisk();
        GivenJobs given = open(disk);
        given.complete(List.of());
        disk.full = true;
        assertThatThrownBy(() -> given.add(123)).isInstanceOf(IOException.class);
        assertThat(given.contains(123)).as("known all the same").isTrue();

        // When
        disk.full = false;
        given.add(45);

        // Then
        assertThat(open().contains(123)).isTrue();
        assertThat(open().contains(45)).isTrue();
        assertThat(open().contains(1245)).as("a cut line and the next in one").isFalse();
    }

    private GivenJobs open() throws IOException {
        return open(_ -> {});
    }

    private GivenJobs open(SyncedLines.Sync disk) throws IOException {
        return GivenJobs.open(new SyncedLines(folder.resolve("given"), disk), REMEMBERED);
    }

    /** Takes less than a line while it is full. */
    private static final class FullDisk implements SyncedLines.Sync {
        private boolean full;

        @Override
        public void of(Path written) throws IOException {
            if (full) {
                String all = Files.readString(written);
                Files.writeString(written, all.substring(0, all.length() - 2));
                throw new IOException("No space left on device");
            }
        }
    }

    /** Keeps over a power cut no more than was synced: contents with their file, names with their folder. */
    private final class PowerlessDisk implements SyncedLines.Sync {
        private final Map<Object, byte[]> contents = new HashMap<>();
        private final Map<Path, Object> names = new HashMap<>();

        @Override
        public void of(Path written) throws IOException {
            if (!Files.isDirectory(written)) {
                contents.put(key(written), Files.readAllBytes(written));
                return;
            }
            names.clear();
            try (var files = Files.list(written)) {
                for (Path file : files.toList()) {
                    names.put(file, key(file));
                }
            }
        }

        void cutPower() throws IOException {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            for (var name : names.entrySet()) {
                Files.write(name.getKey(), contents.getOrDefault(name.getValue(), new byte[0]));
            }
        }

        private Object key(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        }
    }
}
