package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private final OneAtATime turns = new OneAtATime();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whoComesSecondToTheSameNameWaitsAndOthersDoNot() throws InterruptedException {
        Thread second;
        try (var _ = turns.of("a")) {
            second = Thread.ofPlatform().start(() -> enter("a"));
            await().until(() -> second.getState() == Thread.State.WAITING);
            Thread other = Thread.startVirtualThread(() -> enter("b"));
            other.join();
            order.add("first");
        }
        second.join();

        assertThat(order).containsExactly("b", "first", "a");
        assertThat(turns.names()).isZero();
    }

    private void enter(String name) {
        try (var _ = turns.of(name)) {
            order.add(name);
        }
    }
}
