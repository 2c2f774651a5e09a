package dev.ondes.dispatcher.telemetry;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import org.jboss.logging.Logger;

/** Says what failed of ours. A broker that doesn't take it costs a line in the log. Thread-safe. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final String SERVICE = "job-dispatcher";

    private final Events events;
    private final Event.Factory factory;

    public Failures(Events events, Event.Factory factory) {
        this.events = events;
        this.factory = factory;
    }

    /**
     * Says it, in the caller's thread.
     *
     * @param kind a fixed word for counting
     * @param about a job's id, or the class where no job is known
     * @param why one line for operators, without secrets
     */
    public void say(String kind, String about, String jobClass, String why) {
        try {
            events.publish(factory.event(new SystemFailure(SERVICE, kind, about, jobClass, why), null));
        } catch (PublishException e) {
            LOG.warn(LogLine.of("could not say the failure")
                    .with(LogKey.SUBJECT, about)
                    .jobClass(jobClass)
                    .why(e.getMessage()));
        }
    }
}
