package dev.ondes.messaging.consume;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says {@code system.failure} about messages that became dead letters, in a thread of its own: the queue does not wait
 * for it. Said once and best as can; the dead letter is what remains for sure. Thread-safe.
 *
 * @param service who says it
 */
public record FailureReports(String service, Event.Factory factory, Events events) {
    private static final Logger LOG = Logger.getLogger(FailureReports.class);

    /** @param event the event in question, or null when the message is none */
    void report(String queue, String kind, String message, @Nullable Event<?> event) {
        if (event != null && event.data() instanceof SystemFailure) {
            // A failure to handle failures must not feed itself.
            return;
        }
        String about = event == null ? queue : event.subject();
        String jobClass = event != null && event.data() instanceof JobQueued job ? job.jobClass() : null;
        var failure = new SystemFailure(service, kind, about, jobClass, message + " (queue " + queue + ")");
        String traceparent = event == null ? null : event.traceparent();
        Thread.startVirtualThread(() -> publish(factory.event(failure, traceparent)));
    }

    private void publish(Event<SystemFailure> failure) {
        try {
            events.publish(failure);
        } catch (PublishException e) {
            LOG.error(LogLine.of("could not say that something failed")
                    .with(LogKey.SUBJECT, failure.subject())
                    .why(e.getMessage()));
        }
    }
}
