package dev.ondes.playground.gitlab.hooks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook with its record of failures: some in a row switch it off for a minute, then two, four … a day; many for ever.
 * Thread-safe.
 */
public final class Hook {
    private static final int FOR_EVER = 40;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final URI url;
    private final @Nullable String secret;
    private final @Nullable Long project;
    private final boolean jobEvents;
    private final boolean pipelineEvents;
    private int failures;
    private Duration pause = Duration.ofMinutes(1);
    private Instant offUntil = Instant.MIN;

    /**
     * With no failures yet.
     *
     * @param project null for all projects
     * @param secret sent in clear as {@code X-Gitlab-Token}
     */
    public Hook(URI url, @Nullable String secret, @Nullable Long project, boolean jobEvents, boolean pipelineEvents) {
        this.url = url;
        this.secret = secret;
        this.project = project;
        this.jobEvents = jobEvents;
        this.pipelineEvents = pipelineEvents;
    }

    URI url() {
        return url;
    }

    @Nullable
    String secret() {
        return secret;
    }

    boolean wants(String event, long ofProject) {
        return (project == null || project == ofProject) && (event.equals("Job Hook") ? jobEvents : pipelineEvents);
    }

    synchronized boolean off(Instant now) {
        return now.isBefore(offUntil);
    }

    synchronized void succeeded() {
        failures = 0;
        pause = Duration.ofMinutes(1);
    }

    /** Counts; {@code limit} failures in a row switch it off, zero never. */
    synchronized void failed(Instant now, int limit) {
        failures++;
        if (limit > 0 && failures >= FOR_EVER) {
            offUntil = Instant.MAX;
        } else if (limit > 0 && failures >= limit) {
            offUntil = now.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }
}
