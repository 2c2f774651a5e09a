package dev.ondes.playground.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void waitsUntilItIsReady() {
        Path ready = folder.resolve("ready");

        try (var program = start("touch ready; exec sleep 60").awaitReady(LIMIT, () -> Files.exists(ready))) {
            assertThat(program.alive()).isTrue();
        }
    }

    @Test
    void saysWhyAProgramEndedBeforeItWasReady() {
        assertThatThrownBy(() -> start("echo no such setting; exit 3").awaitReady(LIMIT, () -> false))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("no such setting");
    }

    @Test
    void killsItsChildrenToo() throws Exception {
        Path child = folder.resolve("child");
        var program = start("sleep 300 & echo $! >child.new; mv child.new child; wait")
                .awaitReady(LIMIT, () -> Files.exists(child));
        long pid = Long.parseLong(Files.readString(child).strip());

        program.kill();

        assertThat(program.alive()).isFalse();
        await().atMost(LIMIT)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void endsWhatARunLeftBehind() {
        var forgotten = start("exec sleep 300");

        LeftOvers.end(folder);

        await().atMost(LIMIT).until(() -> !forgotten.alive());
    }

    private RunningProgram start(String script) {
        return RunningProgram.start(new Program("program", folder, List.of("sh", "-c", script)));
    }
}
