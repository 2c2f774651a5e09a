package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Pace PACE = new Pace(SHORT, LONG, SHORT, LONG, SHORT, SHORT, SHORT);

    @TempDir
    Path directory;

    private TraceFile file;
    private Transfer transfer;

    @BeforeEach
    void begin() {
        file = new TraceFile(directory.resolve("trace"));
        transfer = new Transfer(file, 0, PACE, new Orders());
    }

    @AfterEach
    void end() throws Exception {
        transfer.finish();
        file.close();
    }

    @Test
    void aLogThatNobodyWatchesIsSentAsSeldomAsGitLabWishes() throws Exception {
        grow();
        transfer.stored(next().get(10, TimeUnit.SECONDS), LONG);
        grow();

        CompletableFuture<SentPiece> later = next();

        assertThatThrownBy(() -> later.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aLogThatNobodyWatchesIsSentAtOnceAndOftenWhenItsNodeGoes() throws Exception {
        // Given
        grow();
        transfer.stored(next().get(10, TimeUnit.SECONDS), LONG);
        grow();
        CompletableFuture<SentPiece> waiting = next();

        // When
        transfer.nodeGoes();

        // Then, also after the first pieces, and whatever GitLab goes on wishing
        transfer.stored(waiting.get(10, TimeUnit.SECONDS), LONG);
        for (int i = 0; i < 5; i++) {
            grow();
            transfer.stored(next().get(10, TimeUnit.SECONDS), LONG);
        }
        assertThat(transfer.acknowledged()).isEqualTo(7_000);
    }

    private void grow() {
        file.write(new byte[1_000], 0, 1_000);
        file.publish();
        transfer.grown();
    }

    /** What is to be sent next, when it is due. */
    private CompletableFuture<SentPiece> next() {
        var next = new CompletableFuture<SentPiece>();
        Thread.startVirtualThread(
                () -> next.complete(Objects.requireNonNull(transfer.next().piece())));
        return next;
    }
}
