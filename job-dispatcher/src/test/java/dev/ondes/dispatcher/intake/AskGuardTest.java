package dev.ondes.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AskGuardTest {
    private final AskGuard guard = new AskGuard();

    @Test
    void cutsARequestAndNothingAfterIt() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var heard = new String[2];
        Thread loop = Thread.ofVirtual().start(() -> {
            heard[0] = guard.guarded(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                    return "answered";
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return "cut";
                }
            });
            heard[1] = Thread.currentThread().isInterrupted() ? "interrupted" : "undisturbed";
        });

        begun.await();
        guard.cut();
        loop.join();

        assertThat(heard).containsExactly("cut", "undisturbed");
    }

    @Test
    void leavesAThreadAloneThatIsNotAsking() {
        guard.guarded(() -> "answered");

        guard.cut();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
