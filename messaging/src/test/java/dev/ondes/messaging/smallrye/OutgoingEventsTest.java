package dev.ondes.messaging.smallrye;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.PublishException.Reason;
import dev.ondes.messaging.testing.Sample;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class OutgoingEventsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Completes normally when acked, exceptionally when nacked. */
    private static CompletableFuture<Void> send(Flow.Subscriber<Message<?>> outgoing, Object payload) {
        var settled = new CompletableFuture<Void>();
        try (var publisher = new SubmissionPublisher<Message<?>>()) {
            publisher.subscribe(outgoing);
            publisher.submit(Message.of(
                    payload,
                    () -> {
                        settled.complete(null);
                        return CompletableFuture.completedFuture(null);
                    },
                    cause -> {
                        settled.completeExceptionally(cause);
                        return CompletableFuture.completedFuture(null);
                    }));
        }
        return settled;
    }

    @Test
    void acksWhatWasPublished() {
        assertThat(send(new OutgoingEvents(event -> {}, 1), Sample.cancel("event-1")))
                .succeedsWithin(LONG);
    }

    @Test
    void nacksWhatTheBrokerDidNotTake() {
        // Given
        var outgoing = new OutgoingEvents(
                event -> {
                    throw new PublishException(Reason.NACKED, "event");
                },
                1);

        // When
        var settled = send(outgoing, Sample.cancel("event-1"));

        // Then
        assertThat(settled).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(PublishException.class);
    }

    @Test
    void nacksWhatIsNoEvent() {
        assertThat(send(new OutgoingEvents(event -> {}, 1), "hello"))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("only events");
    }
}
