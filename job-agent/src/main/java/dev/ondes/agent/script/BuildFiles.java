package dev.ondes.agent.script;

import dev.ondes.contracts.pod.PodLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The files by which agent and build container speak with each other; see {@link PodLayout}. */
final class BuildFiles {
    private final Path directory;

    BuildFiles(Path directory) {
        this.directory = directory;
    }

    boolean ready() {
        return directory.resolve(PodLayout.BUILD_READY).toFile().exists();
    }

    void openGate() throws IOException {
        Files.createFile(directory.resolve(PodLayout.GATE));
    }

    Path log(Phase phase) {
        return directory.resolve(PodLayout.LOG + "." + phase.number());
    }

    boolean begun(Phase phase) {
        return log(phase).toFile().exists();
    }

    boolean done(Phase phase) {
        return directory.resolve(PodLayout.DONE + "." + phase.number()).toFile().exists();
    }

    /** Null while the build container hasn't come to its end. */
    @Nullable
    ExitMarker exit() throws IOException {
        Path exit = directory.resolve(PodLayout.EXIT);
        return exit.toFile().exists() ? ExitMarker.parse(Files.readAllLines(exit)) : null;
    }

    /** Changes while the build container lives; 0 before its first sign. */
    long signOfLife() {
        return directory.resolve(PodLayout.ALIVE).toFile().lastModified();
    }

    /**
     * Asks the build container to stop phases.
     *
     * @param what {@code script}, {@code after} or {@code all}
     * @param status {@code CI_JOB_STATUS} for what still runs
     * @param grace between TERM and KILL
     */
    void stop(String what, String status, Duration grace) throws IOException {
        Path stop = directory.resolve(PodLayout.STOP);
        Path written = directory.resolve(PodLayout.STOP + ".tmp");
        Files.writeString(written, what + " " + status + " " + grace.toSeconds() + "\n");
        Files.move(written, stop, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
