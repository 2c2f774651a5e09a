package dev.ondes.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash after each single step of a hand-over; a new process then goes on with what is on the disk. */
class SpoolCrashTest {
    @TempDir
    Path parent;

    private final FakeEvents events = new FakeEvents();
    private final FakeGitLab gitlab = new FakeGitLab();

    @AfterEach
    void tearDown() {
        gitlab.close();
    }

    @Test
    void aJobThatReachedTheSpoolIsHandedOverWhateverStepTheProcessDiesAfter() throws IOException {
        boolean crashed = true;
        int steps = 0;
        for (; crashed; steps++) {
            var run = new Run(1 + steps, steps);
            crashed = run.firstProcess();
            run.secondProcess();

            assertThat(run.publishes()).as(run.toString()).isEqualTo(run.publishesExpected());
            assertThat(gitlab.statusOf(run.job)).as(run.toString()).isEqualTo("running");
            assertThat(run.leftOver()).as(run.toString()).isEmpty();
        }
        assertThat(steps).as("steps tried").isEqualTo(7);
    }

    @Test
    void aJobThatGoesBackIsEitherGivenBackOrPublishedWhateverStepTheProcessDiesAfter() throws IOException {
        boolean crashed = true;
        int steps = 0;
        for (; crashed; steps++) {
            var run = new Run(1 + steps, steps);
            events.goDown();
            crashed = run.firstProcessThatMustStop();
            events.comeBack();
            run.secondProcess();

            int givenBack = gitlab.statusOf(run.job).equals("failed") ? 1 : 0;
            assertThat(run.publishes() + givenBack).as(run.toString()).isEqualTo(run.reachedTheSpool() ? 1 : 0);
            assertThat(run.leftOver()).as(run.toString()).isEmpty();
        }
        assertThat(steps).as("steps tried").isEqualTo(7);
    }

    /** The process dies; nothing may catch this. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final class Run {
        private final long job;
        private final int crashAfter;
        private final Path folder;
        private final List<String> done = new ArrayList<>();

        Run(long job, int crashAfter) throws IOException {
            this.job = job;
            this.crashAfter = crashAfter;
            this.folder = Files.createDirectory(parent.resolve("job-" + job));
        }

        /** @return whether it crashed */
        boolean firstProcess() throws IOException {
            events.afterPublish(event -> step("publish"));
            try (var given = new HandOverFixture(folder, new CrashingDisk(), events, gitlab)) {
                given.handOver.begin(given.job(job));
                return false;
            } catch (Crash e) {
                return true;
            } finally {
                events.afterPublish(event -> {});
            }
        }

        /** @return whether it crashed */
        boolean firstProcessThatMustStop() throws IOException {
            try (var given = new HandOverFixture(folder, new CrashingDisk(), events, gitlab)) {
                given.stop.request();
                given.handOver.begin(given.job(job));
                return false;
            } catch (Crash e) {
                return true;
            }
        }

        void secondProcess() throws IOException {
            try (var given = new HandOverFixture(folder, new RealDisk(), events, gitlab)) {
                for (Spool.LeftJob left : given.spool.left().jobs()) {
                    given.handOver.resume(left);
                }
            }
        }

        boolean reachedTheSpool() {
            return done.contains("rename to " + job + ".json");
        }

        /** Once; twice when it died between the confirm and its note of it; never when it died before the spool. */
        int publishesExpected() {
            if (!reachedTheSpool()) {
                return 0;
            }
            return done.contains("publish") && !done.contains("delete " + job + ".json") ? 2 : 1;
        }

        long publishes() {
            return events.taken(JobQueued.class).stream()
                    .filter(queued -> queued.jobId() == job)
                    .count();
        }

        List<String> leftOver() throws IOException {
            try (var files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> !name.equals(".lock"))
                        .toList();
            }
        }

        private void step(String what) {
            done.add(what);
            if (done.size() > crashAfter) {
                throw new Crash();
            }
        }

        @Override
        public String toString() {
            return "died after " + done;
        }

        private final class CrashingDisk implements Disk {
            private final RealDisk real = new RealDisk();

            @Override
            public void write(Path file, byte[] content) throws IOException {
                Files.write(file, Arrays.copyOf(content, content.length / 2));
                step("write half of it");
                real.write(file, content);
                step("write it");
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                real.rename(from, to);
                step("rename to " + to.getFileName());
            }

            @Override
            public void delete(Path file) throws IOException {
                real.delete(file);
                step("delete " + file.getFileName());
            }
        }
    }
}
