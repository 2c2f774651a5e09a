package dev.ondes.messaging.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.messaging.testing.Handlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final FakeChannel channel = new FakeChannel();
    private final Handlers handlers = new Handlers();
    private final Inbox inbox = new Inbox(2, () -> {});

    @Test
    void holdsBackWhatIsMoreThanTheLimitUntilAHandlerIsDone() {
        // Given
        inbox.subscribe(handlers);
        inbox.put(channel.received("event-1"));
        inbox.put(channel.received("event-2"));
        inbox.put(channel.received("event-3"));
        int before = handlers.waiting();

        // When
        inbox.done();

        // Then
        assertThat(before).isEqualTo(2);
        assertThat(handlers.waiting()).isEqualTo(3);
    }

    @Test
    void handsOutNoMoreThanWasAskedFor() {
        // Given
        handlers.demand(1);
        inbox.subscribe(handlers);

        // When
        inbox.put(channel.received("event-1"));
        inbox.put(channel.received("event-2"));

        // Then
        assertThat(handlers.waiting()).isEqualTo(1);
        assertThat(inbox.takeWaiting())
                .extracting(received -> received.event().id())
                .containsExactly("event-2");
    }

    @Test
    void forgetsWhatCameOverAChannelThatIsGone() {
        // Given
        handlers.demand(0);
        var before = new FakeChannel();
        inbox.put(before.received("event-1"));
        before.close();

        // When
        inbox.put(channel.received("event-1"));

        // Then
        assertThat(inbox.takeWaiting()).hasSize(1);
    }

    @Test
    void isIdleWhenTheLastHandlerIsDone() throws Exception {
        // Given
        inbox.subscribe(handlers);
        inbox.put(channel.received("event-1"));
        boolean before = inbox.awaitIdle(Duration.ofMillis(1));

        // When
        inbox.done();

        // Then
        assertThat(before).isFalse();
        assertThat(inbox.awaitIdle(Duration.ofMillis(1))).isTrue();
    }
}
