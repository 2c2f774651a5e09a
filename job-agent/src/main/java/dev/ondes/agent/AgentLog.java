package dev.ondes.agent;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The agent's own log for operators: one line of {@code key=value} on stderr, which {@code kubectl logs} shows. No logging
 * framework: one would cost each job a tenth of a second. Keys: {@code time, job, attempt, event, detail}.
 */
public final class AgentLog {
    private final Clock clock;
    private final String subject;

    public AgentLog(Clock clock, String subject) {
        this.clock = clock;
        this.subject = subject;
    }

    public AgentLog(Clock clock, long job, int attempt) {
        this(clock, "job=" + job + " attempt=" + attempt);
    }

    /**
     * Says that something happened.
     *
     * @param event a fixed word
     * @param detail free text without any secret
     */
    public void say(String event, String detail) {
        System.err.println("time=" + clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + subject + " event=" + event
                + (detail.isEmpty()
                        ? ""
                        : " detail=\"" + detail.replace('"', '\'').replace('\n', ' ') + "\""));
    }

    public void say(String event) {
        say(event, "");
    }
}
