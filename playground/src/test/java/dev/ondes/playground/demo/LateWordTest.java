package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.process.PlaygroundException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LateWordTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(terminal, true, StandardCharsets.UTF_8), false);
    private final CompletableFuture<String> word = new CompletableFuture<>();

    @Test
    void isSaidWhenItIsKnown() {
        try (var _ = LateWord.of(console, word::join)) {
            word.complete("the console is there");

            await().untilAsserted(() -> assertThat(said()).isEqualTo("ondes        │ the console is there\n"));
        }
    }

    @Test
    void isNotSaidAfterTheEnd() throws InterruptedException {
        // Given
        CompletableFuture<Thread> speaker = new CompletableFuture<>();
        LateWord late = LateWord.of(console, () -> {
            speaker.complete(Thread.currentThread());
            return word.join();
        });

        // When
        late.close();
        word.complete("the console is there");

        // Then
        speaker.join().join();
        assertThat(said()).isEmpty();
    }

    @Test
    void troubleIsSaidInItsPlace() {
        try (var _ = LateWord.of(console, () -> {
            throw new PlaygroundException("it did not start");
        })) {
            await().untilAsserted(() -> assertThat(said()).endsWith("it did not start\n"));
        }
    }

    private String said() {
        return terminal.toString(StandardCharsets.UTF_8);
    }
}
